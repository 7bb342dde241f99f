import type { RadioFunctions, WiFiClass } from "./driver";
import { type FoundNetwork, insert } from "./found";

/** What the SDK adds to "disconnect" when the access point did not accept our key. */
const KEY_REFUSED = -1;
/** Of the SDK's modes, the one without access point. */
const STATION_ALONE = 1;
/** IEEE 802.11, 9.4.2.2; bytes. */
const LONGEST_SSID = 32;
/** What may be a passphrase (IEEE 802.11, J.4.1). */
const isPassphrase = (text: string) => /^[ -~]{8,63}$/.test(text);

/** What it takes to join a network. */
export interface WifiNetwork {
	readonly ssid: string;
	/** Left out: the network is open. */
	readonly password?: string;
	/** IPv4 address as text, as what follows; left out: the network gives us all of that. */
	readonly address?: string;
	readonly netmask?: string;
	readonly gateway?: string;
	/** Left out: the gateway. */
	readonly dns?: string;
}

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

/** What a radio is made of: the SDK's driver, and our functions in C. */
export interface WifiRadioOptions {
	readonly io: WiFiClass;
	readonly native: RadioFunctions;
}

/** The Wi-Fi radio of the board (fits the application's `WifiRadio` port). To be made before anything uses Wi-Fi. */
export class WifiRadio {
	readonly #io: WiFiClass;
	readonly #native: RadioFunctions;
	/** Hears what the driver has to say, for as long as it is open. */
	#listener: InstanceType<WiFiClass> | undefined = undefined;

	constructor({ io, native }: WifiRadioOptions) {
		this.#io = io;
		this.#native = native;
		native.radio_watch();
	}

	/**
	 * Turns the radio on, which joining, hosting and scanning do by themselves: from then on the board's random numbers come
	 * from its noise.
	 */
	turnOn(): { readonly reason: "wifi-radio" } | undefined {
		try {
			if (this.#io.mode < STATION_ALONE) this.#io.mode = STATION_ALONE;
			return undefined;
		} catch {
			return { reason: "wifi-radio" };
		}
	}

	/** Begins to join a network, and leaves any other. A refusal by the driver is told, too, before this returns. */
	join(network: WifiNetwork, events: WifiEvents): void {
		const { address = "", netmask = "", gateway = "", dns = gateway } = network;
		this.leave();
		// The driver would do it by itself, but only after the address is to be chosen.
		const isOn = this.turnOn() === undefined;
		if (isOn && this.#native.radio_use_address(address, netmask, gateway, dns) === 0) {
			this.connect(network, events);
		} else events.onDown("wifi-radio");
	}

	private connect({ ssid, password }: WifiNetwork, { onUp, onDown }: WifiEvents): void {
		const io = this.#io;
		const native = this.#native;
		try {
			this.#listener = new io({ ssid, ...(password !== undefined && { password }) }, (message, code) => {
				if (message === io.gotIP) onUp();
				else if (message === io.disconnected || message === io.lostIP) {
					const refused = code === KEY_REFUSED || native.radio_key_refused() !== 0;
					onDown(refused ? "wifi-password" : "wifi-lost");
				}
			});
		} catch {
			onDown("wifi-radio");
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
	 * 192.168.4.1, and it is its server for names (ESP-IDF). The SDK alone would let stations choose between WPA and WPA2
	 * (`xs6wifi.c` of SDK 8.2.3); here it is WPA2, or there is no network.
	 */
	host({ ssid, password, channel = 1, clients }: HostedNetwork): HostingFailure | undefined {
		// The SDK looks at the lowest eight bits of the length alone.
		if (ssid === "" || utf8Length(ssid) > LONGEST_SSID) return { reason: "ssid-length" };
		if (!isPassphrase(password)) return { reason: "password-form" };
		try {
			// First: where the radio is off, the SDK starts the access point before anybody hears of its start.
			this.#io.mode = STATION_ALONE;
			this.#io.accessPoint({ ssid, password, channel, max: clients, station: true });
			if (this.#native.radio_protect() === 0) return undefined;
			this.stopHosting();
		} catch {
			// As when the protection fails.
		}
		return { reason: "wifi-radio" };
	}

	/** Closes that network. */
	stopHosting(): void {
		this.#io.mode = STATION_ALONE;
	}

	/**
	 * Listens for networks, 2 to 3 s long; the 32 strongest are told, each name once. Not while it joins one.
	 *
	 * @param onDone A refusal by the driver is told before this returns.
	 */
	scan(onDone: (result: readonly FoundNetwork[] | { readonly reason: "wifi-radio" }) => void): void {
		const found: FoundNetwork[] = [];
		this.turnOn();
		try {
			this.#io.scan({}, (accessPoint) => {
				if (accessPoint === null) onDone(found);
				else if (this.#native.radio_is_text(accessPoint.ssid) !== 0) insert(found, accessPoint);
			});
		} catch {
			onDone({ reason: "wifi-radio" });
		}
	}

	/** Signal strength of the network that it has joined, dBm; `undefined` while nobody knows. */
	rssi(): number | undefined {
		const rssi = this.#native.radio_rssi();
		return rssi < 0 ? rssi : undefined;
	}
}

function utf8Length(text: string): number {
	const sizes = Array.from(text, (character) => {
		const code = character.codePointAt(0) ?? 0;
		return code < 0x80 ? 1 : code < 0x800 ? 2 : code < 0x10000 ? 3 : 4;
	});
	return sizes.reduce((sum: number, size) => sum + size, 0);
}
