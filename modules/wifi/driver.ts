/** What it takes to join a network. */
export interface WifiNetwork {
	readonly ssid: string;
	/** Left out: the network is open. */
	readonly password?: string;
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
	new (network: WifiNetwork, onNotify: (message: string, code?: number) => void): { close(): void };
	/** Leaves the network. */
	disconnect(): void;
	/** Starts an access point. Throws when the driver refuses. */
	accessPoint(network: AccessPoint): void;
	/** 1: station alone, 3: access point as well. */
	mode: number;
	readonly gotIP: string;
	readonly lostIP: string;
	readonly disconnected: string;
}
