import type { WifiFailure } from "./wifi-radio";

/** Why the device is in no network. */
export type WifiObstacle =
	| WifiFailure
	/** None of the networks that it knows is within reach. */
	| "wifi-absent"
	/** The network took it in, and gave it no address. */
	| "wifi-timeout";

/** Where the device stands with its Wi-Fi. */
export interface WifiState {
	/**
	 * - `setup`: knows no network, and only has one of its own;
	 * - `joining`: looks for a network, or joins the named one;
	 * - `up`: is in a network;
	 * - `waiting`: has failed, and tries again later.
	 */
	readonly state: "setup" | "joining" | "up" | "waiting";
	/** The network that it is in, joins or has failed to join. */
	readonly ssid?: string;
	/** Signal strength of that network, dBm; told with `up` where the radio knows it. */
	readonly rssi?: number;
	/** Told with `waiting`: of the networks that were tried, why the one with this name is not joined. */
	readonly reason?: WifiObstacle;
	/** Until the next attempt, ms; told with `waiting`. */
	readonly retryMs?: number;
	/** Whether the setup network is open. */
	readonly hosting: boolean;
}
