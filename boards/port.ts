import type { DigitalClass } from "../modules/system/beacon";
import type { OpenCanBus } from "../src/can/can-bus";
import type { Clock } from "../src/clock";
import type { Report } from "../src/event";
import type { Network } from "../src/network/network";
import type { Settings } from "../src/settings/settings";

/** What a network needs, and whom it tells. */
export interface NetworkPorts {
	readonly clock: Clock;
	/** Uniform in [0, 1). */
	readonly random: () => number;
	readonly report: Report;
}

/** What differs from one board to another. The manifest chooses the board under the name `boards/board`. */
export interface Board {
	readonly canOpener: (
		clock: Pick<Clock, "monotonic">,
		wired: Pick<Settings["car"], "crystal" | "pins">,
	) => OpenCanBus;
	/** The light by which it shows which of several boards it is; left out where there is none. */
	readonly light?: { readonly io: DigitalClass; readonly pin: number };
	/** Joins the network that the settings name, if they do, for good; left out where somebody else sees to that. */
	readonly openNetwork?: (wifi: Settings["wifi"], ports: NetworkPorts) => Network | undefined;
	/** Brings up a network that takes no settings, for good; left out where there is none. */
	readonly startNetwork?: (report: Report) => Network | undefined;
	/** Settings that the image brings along, as a document, for a device on which none have been stored. */
	readonly settings?: string;
}
