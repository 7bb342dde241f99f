/** An access point around the virtual board. */
export interface AirNetwork {
	readonly ssid: string;
	/** Left out: open. */
	readonly password?: string;
	/** dBm. */
	readonly rssi: number;
	readonly channel: number;
	/** It does not tell its name. */
	readonly hidden?: boolean;
}

/** The network of whoever owns the virtual car. */
export const HOME_NETWORK = Object.freeze({ ssid: "Leafhouse", password: "correct horse" });

/** What is in the air around the virtual board. */
export const AIR: readonly AirNetwork[] = Object.freeze([
	{ ...HOME_NETWORK, rssi: -52, channel: 6 },
	{ ssid: "Neighbour", password: "love thy neighbour", rssi: -71, channel: 11 },
	{ ssid: "Guest", rssi: -78, channel: 1 },
	{ ssid: "Cellar", password: "coal and wine", rssi: -83, channel: 6, hidden: true },
]);
