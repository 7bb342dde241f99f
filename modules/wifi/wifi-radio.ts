import type { WiFiClass, WifiNetwork } from "./driver";

/** What the SDK adds to "disconnect" when the access point did not accept our key. */
const KEY_REFUSED = -1;
/** Of the SDK's modes, the one without access point. */
const STATION_ALONE = 1;
/** IEEE 802.11, 9.4.2.2; bytes. */
const LONGEST_SSID = 32;
/** What may be a passphrase (IEEE 802.11, J.4.1). */
const PASSPHRASE = /^[ -~]{8,63}$/;

/** Whom the radio tells of the network that it was told to join. */
export interface WifiEvents {
	/** It has joined, and has an address. */
	onUp(): void;
	/** It has not joined, or no longer. */
	onDown(reason: "wifi-password" | "wifi-lost" | "wifi-radio"): void;
}

/** A network of our own. */
export interface HostedNetwork {
	/** 1 to 32 bytes. */
	readonly ssid: string;
	/** 8 to 63 characters of ASCII. */
	readonly password: string;
	/** 1 to 13; left out 1. While the board is in another network, it is that one's channel. */
	readonly channel?: number;
	/** The most stations at a time, 1 to 10 (ESP-IDF). */
	readonly clients: number;
}

/** Why there is no network of our own. */
export interface HostingFailure {
	readonly reason: "ssid-length" | "password-form" | "wifi-radio";
}

/** The Wi-Fi radio of the board (fits the application's `WifiRadio` port). */
export class WifiRadio {
	readonly #io: WiFiClass;
	/** Hears what the driver has to say, for as long as it is open. */
	#listener: InstanceType<WiFiClass> | undefined = undefined;

	constructor({ io }: { readonly io: WiFiClass }) {
		this.#io = io;
	}

	/** Begins to join a network, and leaves any other. A refusal by the driver is told, too, before this returns. */
	join({ ssid, password }: WifiNetwork, events: WifiEvents): void {
		const io = this.#io;
		this.leave();
		try {
			this.#listener = new io(
				{ ssid, ...(password !== undefined && { password }) },
				(message: string, code?: number) => {
					if (message === io.gotIP) events.onUp();
					else if (message === io.disconnected || message === io.lostIP) {
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
		if (this.#listener !== undefined) this.#io.disconnect();
		this.#listener = undefined;
	}

	/**
	 * Opens a network of our own, in place of an earlier one; the board stays a station. The address of the board in it is
	 * 192.168.4.1 (ESP-IDF). The SDK lets stations choose between WPA and WPA2 (`xs6wifi.c` of SDK 8.2.3): whoever wants
	 * WPA2 alone has to ask the ESP-IDF for it in C.
	 */
	host({ ssid, password, channel = 1, clients }: HostedNetwork): HostingFailure | undefined {
		// The SDK looks at the lowest eight bits of the length alone.
		if (ssid === "" || utf8Length(ssid) > LONGEST_SSID) return { reason: "ssid-length" };
		if (!PASSPHRASE.test(password)) return { reason: "password-form" };
		try {
			// First: where the radio is off, the SDK starts the access point before anybody hears of its start.
			this.#io.mode = STATION_ALONE;
			this.#io.accessPoint({ ssid, password, channel, max: clients, station: true });
			return undefined;
		} catch {
			return { reason: "wifi-radio" };
		}
	}

	/** Closes that network. */
	stopHosting(): void {
		this.#io.mode = STATION_ALONE;
	}
}

function utf8Length(text: string): number {
	const sizes = Array.from(text, (character) => {
		const code = character.codePointAt(0) ?? 0;
		return code < 0x80 ? 1 : code < 0x800 ? 2 : code < 0x10000 ? 3 : 4;
	});
	return sizes.reduce((sum: number, size) => sum + size, 0);
}
