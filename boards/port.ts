import type { DigitalClass } from "../modules/system/beacon";
import type { ButtonClass } from "../modules/system/reset-button";
import type { OpenCanBus } from "../src/can/can-bus";
import type { Clock } from "../src/clock";
import type { Report } from "../src/event";
import type { Network } from "../src/network/network";
import type { Wifi } from "../src/network/wifi";
import type { HostedNetwork, WifiNetwork } from "../src/network/wifi-radio";
import type { Settings } from "../src/settings/settings";

/** What the Wi-Fi needs, and whom it tells. */
export interface WifiPorts {
	readonly clock: Clock;
	/** Uniform in [0, 1). */
	readonly random: () => number;
	/** Those that the device knows. */
	readonly networks: readonly WifiNetwork[];
	/** The device's own network. */
	readonly setup: HostedNetwork;
	/** Whether it is known that the car is being driven. */
	readonly isDriving: () => boolean;
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
	/** The button by which its owner resets it; left out where there is none. */
	readonly button?: { readonly io: ButtonClass; readonly pin: number };
	/**
	 * Keeps the device in a Wi-Fi network or reachable by its own; tells the events `wifi`, and `setup-network` whenever
	 * that opens. Left out where there is no Wi-Fi.
	 */
	readonly openWifi?: (ports: WifiPorts) => Wifi;
	/** Brings up a network that takes no settings, for good; left out where there is none. */
	readonly startNetwork?: (report: Report) => Network | undefined;
	/** Settings that the image brings along, as a document, for a device on which none have been stored. */
	readonly settings?: string;
}
