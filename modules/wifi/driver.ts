/** What the SDK wants of a network that it is to join. */
export interface Credentials {
	readonly ssid: string;
	/** Left out: the network is open. */
	readonly password?: string;
}

/** An access point that a scan has found. */
export interface ScannedAccessPoint {
	/** Empty when it does not tell its name. Any bytes: where they are no UTF-8 the engine must not look at them. */
	readonly ssid: string;
	/** dBm. */
	readonly rssi: number;
	readonly channel: number;
	/** `none`: open. Left out: unknown to the SDK. */
	readonly authentication?: string;
}

/** What an access point of the SDK's is made of. */
export interface AccessPoint {
	readonly ssid: string;
	readonly password: string;
	readonly channel: number;
	/** The most stations at a time. */
	readonly max: number;
	/** Whether the board goes on as a station, too. */
	readonly station: boolean;
}

/** The SDK's `wifi`, as it is on the ESP32. */
export interface WiFiClass {
	/**
	 * Joins a network, and hears of the driver until it is closed. Throws when the driver refuses.
	 *
	 * @param onNotify Its code is -1 when the access point has refused our key.
	 */
	new (network: Credentials, onNotify: (message: string, code?: number) => void): { close(): void };
	/** Leaves the network. */
	disconnect(): void;
	/** Starts an access point. Throws when the driver refuses. */
	accessPoint(network: AccessPoint): void;
	/**
	 * Listens for access points on every channel. Throws when the driver refuses, as it does while it joins.
	 *
	 * @param onFound Called for each of them, then with `null`.
	 */
	scan(options: object, onFound: (accessPoint: ScannedAccessPoint | null) => void): void;
	/** 1: station alone, 3: access point as well; below 1 it is off. */
	mode: number;
	readonly gotIP: string;
	readonly lostIP: string;
	readonly disconnected: string;
}

/** What of the radio only the ESP-IDF can do (`radio.c`). */
export interface RadioFunctions {
	/** Begins to watch why networks refuse us: before anything else is done with the radio. */
	radio_watch(): number;
	/** 0: they did not refuse our key, as far as it has seen since the address was chosen. */
	radio_key_refused(): number;
	/** 0: not, and nobody may read it. */
	radio_is_text(name: string): number;
	/** Allows WPA2 alone in our own network, once that has been opened. 0, or why not. */
	radio_protect(): number;
	/** dBm; 0 while nobody knows. */
	radio_rssi(): number;
	/** Empty for DHCP. To be called while the radio is on, before it joins. 0, or why not. */
	radio_use_address(address: string, netmask: string, gateway: string, dns: string): number;
}
