/** What it takes to join a Wi-Fi network. */
export interface WifiNetwork {
	/** 1 to 32 bytes (IEEE 802.11, 9.4.2.2). */
	readonly ssid: string;
	/** 8 to 63 characters; left out: the network is open. */
	readonly password?: string;
}

/** Why there is no network: it does not take us, is out of reach or lost, or the radio refuses. */
export type WifiFailure = "wifi-password" | "wifi-lost" | "wifi-radio";

/** What a radio tells of the network that it was told to join. */
export interface WifiEvents {
	/** It has joined, and has an address. */
	onUp(): void;
	/** It has not joined, or no longer. It does not try again by itself. */
	onDown(reason: WifiFailure): void;
}

/** The port to the Wi-Fi radio. */
export interface WifiRadio {
	/** Begins to join a network, and leaves any other; the events of an earlier call come no more. */
	join(network: WifiNetwork, events: WifiEvents): void;
	/** Leaves the network, or gives up joining it. */
	leave(): void;
}
