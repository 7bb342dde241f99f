import WiFi from "wifi";

/** What the SDK adds to "disconnect" when the access point did not accept our key. */
const KEY_REFUSED = -1;

/** What it takes to join a network. */
export interface WifiNetwork {
	readonly ssid: string;
	/** Left out: the network is open. */
	readonly password?: string;
}

/** Whom the radio tells of the network that it was told to join. */
export interface WifiEvents {
	/** It has joined, and has an address. */
	onUp(): void;
	/** It has not joined, or no longer. */
	onDown(reason: "wifi-password" | "wifi-lost" | "wifi-radio"): void;
}

/** The Wi-Fi radio of the board as a station (fits the application's `WifiRadio` port). */
export class WifiRadio {
	/** Hears what the driver has to say, for as long as it is open. */
	#listener: WiFi | undefined = undefined;

	/** Begins to join a network, and leaves any other. A refusal by the driver is told, too, before this returns. */
	join({ ssid, password }: WifiNetwork, events: WifiEvents): void {
		this.leave();
		try {
			this.#listener = new WiFi(
				{ ssid, ...(password !== undefined && { password }) },
				(message: string, code?: number) => {
					if (message === WiFi.gotIP) events.onUp();
					else if (message === WiFi.disconnected || message === WiFi.lostIP) {
						events.onDown(code === KEY_REFUSED ? "wifi-password" : "wifi-lost");
					}
				},
			);
		} catch {
			this.leave();
			events.onDown("wifi-radio");
		}
	}

	/** Leaves the network, or gives up joining it; nothing is told any more. */
	leave(): void {
		this.#listener?.close();
		if (this.#listener !== undefined) WiFi.disconnect();
		this.#listener = undefined;
	}
}
