import type { DigitalClass } from "../modules/system/beacon";
import type { OpenCanBus } from "../src/can/can-bus";
import type { Clock } from "../src/clock";
import type { Network } from "../src/network/network";

/** What differs from one board to another. The manifest chooses the board under the name `boards/board`. */
export interface Board {
	readonly canOpener: (clock: Pick<Clock, "monotonic">) => OpenCanBus;
	/** The light by which it shows which of several boards it is; left out where there is none. */
	readonly light?: { readonly io: DigitalClass; readonly pin: number };
	/** Left out where somebody else sees to the network. */
	readonly network?: Network;
	/** Settings that the image brings along, as a document, for a device on which none have been stored. */
	readonly settings?: string;
}
