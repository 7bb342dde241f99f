/** An address that is not left to DHCP; each of the parts IPv4 as text, such as `192.0.2.7`. */
export interface StaticAddress {
	readonly address: string;
	readonly netmask: string;
	readonly gateway: string;
	/** Left out: the gateway looks up names, too. */
	readonly dns?: string;
}

/** What it takes to join a Wi-Fi network. The fields of `StaticAddress` are all there but `dns`, or none of them. */
export interface WifiNetwork extends Partial<StaticAddress> {
	/** 1 to 32 bytes (IEEE 802.11, 9.4.2.2). */
	readonly ssid: string;
	/** 8 to 63 characters; left out: the network is open. */
	readonly password?: string;
	/** It does not tell its name, and so no scan finds it. */
	readonly hidden?: boolean;
}

/** A network of our own, WPA2. */
export interface HostedNetwork {
	/** 1 to 32 bytes. */
	readonly ssid: string;
	/** 8 to 63 characters of ASCII. */
	readonly password: string;
	/** The most stations at a time. */
	readonly clients: number;
}

/** A network within reach. */
export interface FoundNetwork {
	readonly ssid: string;
	/** Signal strength of its nearest access point, dBm. */
	readonly rssi: number;
	/** It wants a password. */
	readonly secure: boolean;
	/** Of the 2.4 GHz band, 1 to 14. */
	readonly channel: number;
}

/** Why there is no network: it does not take our password, is out of reach or lost, or the radio refuses. */
export type WifiFailure = "wifi-password" | "wifi-lost" | "wifi-radio";

/** Why something is not done by the radio. */
export interface RadioRefusal {
	readonly reason: string;
}

/** What came of a scan. */
export type ScanResult = readonly FoundNetwork[] | RadioRefusal;

/** What a radio tells of the network that it was told to join. */
export interface WifiEvents {
	/** It has joined, and has an address. */
	onUp(): void;
	/** It has not joined, or no longer. It does not try again by itself. */
	onDown(reason: WifiFailure): void;
}

/** The port to the radio as an access point; it can be that and in another network at the same time. */
export interface Hosting {
	/** Opens a network of our own, in place of an earlier one. */
	host(network: HostedNetwork): RadioRefusal | undefined;
	/** Closes that network. */
	stopHosting(): void;
}

/** The port to the Wi-Fi radio. */
export interface WifiRadio extends Hosting {
	/** Begins to join a network, and leaves any other; the events of an earlier call come no more. */
	join(network: WifiNetwork, events: WifiEvents): void;
	/** Leaves the network, or gives up joining it. */
	leave(): void;
	/**
	 * Listens for networks, some seconds long. Each name comes once, the strongest first; hidden ones do not come.
	 *
	 * @param onDone Called once; with a refusal even before this returns.
	 */
	scan(onDone: (result: ScanResult) => void): void;
	/** Signal strength of the network that it has joined, dBm; `undefined` while nobody knows. */
	rssi(): number | undefined;
}
