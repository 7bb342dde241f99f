import type { CanFault } from "../can/can-bus";
import type { Cancel } from "../clock";
import type { AppEvent, ValuesEvent } from "../event";
import type { CarBus } from "../leaf/car-bus";
import type { Refusal } from "../settings/own-settings";
import type { SettingsError } from "../settings/settings";
import type { KnownIdentity } from "../vehicle/identity-watch";

type ConnectionEvent = Extract<AppEvent, { event: "connection" }>;

/** What the application has told last, as it is now. */
export interface Heard extends Pick<ValuesEvent, "values" | "ages" | "poll" | "doubts"> {
	/** Frames heard since boot. */
	readonly frames: number;
	/** The last fault of the bus, and how long ago it was, ms; left out when there was none. */
	readonly fault?: { readonly reason: CanFault; readonly age: number };
	readonly connection: { readonly state: "unconfigured" } | Omit<ConnectionEvent, "event">;
	/** To which bus the device is wired; left out while that is not known. */
	readonly bus?: CarBus;
	/** Name of the portal in the network, such as `leafcast-1a2b.local`; left out until it has one. */
	readonly host?: string;
}

/** Where the device stands with its Wi-Fi. */
export interface WifiStatus {
	readonly state: "setup" | "joining" | "up" | "waiting";
	readonly ssid?: string;
	/** dBm. */
	readonly rssi?: number;
	/** A code: why it waits. */
	readonly reason?: string;
	readonly retryMs?: number;
	/** Whether the setup network is there. */
	readonly hosting: boolean;
}

/** What the device knows now. */
export interface Status extends Heard {
	/** Whether valid settings are in use. */
	readonly configured: boolean;
	/** What is wrong with the stored settings; empty when nothing is, or none are stored. */
	readonly complaints: readonly SettingsError[];
	readonly firmware: string;
	/** The same, or until then the name that it is to have. */
	readonly host: string;
	/** Whole seconds since boot. */
	readonly uptime: number;
	/** Left out where there is no Wi-Fi. */
	readonly wifi?: WifiStatus;
	/** Which Leaf it is; left out until something is known of that. */
	readonly identity?: KnownIdentity;
	/** Frequency of the crystal at the CAN controller, Hz; left out while that is not known. */
	readonly crystal?: number;
	/** Bytes of the engine's heaps that are free, where the platform says so. */
	readonly freeMemory?: number;
	/** How the stored settings are protected. */
	readonly protection: "plain-key" | "flash-encryption" | "hmac-efuse";
	/** By name: how often since boot something happened that tells of the device's health. */
	readonly counters: Readonly<Record<string, number>>;
}

/** Something that happened. */
export interface LoggedEvent {
	/** Whole seconds since boot. */
	readonly at: number;
	readonly event: AppEvent;
}

export type { Refusal };

/** A Wi-Fi network in the air. */
export interface ScannedNetwork {
	readonly ssid: string;
	/** dBm. */
	readonly rssi: number;
	/** Whether it asks for a password. */
	readonly secure: boolean;
}

/** How it went to connect to a broker for a trial. */
export interface BrokerTest {
	readonly state:
		| "ok"
		| "no-network"
		| "wifi-password"
		| "wifi-absent"
		| "wifi-timeout"
		| "no-time"
		| "name-not-found"
		| "refused"
		| "timeout"
		| "certificate"
		| "certificate-name"
		| "certificate-expired"
		| "password"
		| "closed"
		| "failed";
	/** Text of the library that refused, for the log of a person who searches; never a secret. */
	readonly detail?: string;
	/** Whether Home Assistant has told there that it is alive. */
	readonly homeAssistant?: boolean;
}

/** The device as the portal sees it. */
export interface PortalDevice {
	status(): Status;
	/** The last events, oldest first: JSON of an array of `LoggedEvent`, as `EventLog` keeps them. */
	log(): string;
	/** The settings with every secret replaced by `true`; empty without settings. */
	settings(): object;
	/**
	 * Stores the settings with these changes (`changeSettings`) and works with them.
	 *
	 * @returns Why not; nothing when it has.
	 */
	change(changes: object): Refusal | undefined;
	/** Looks which networks there are. `onDone` is called once, later. */
	scan(onDone: (result: readonly ScannedNetwork[] | { readonly reason: string }) => void): void;
	/** Connects to the broker as it would with these changes, stores nothing. `onDone` comes later, unless cancelled. */
	testBroker(
		changes: object,
		onDone: (result: BrokerTest) => void,
	): Cancel | { readonly errors: readonly SettingsError[] };
	/** All settings as a file for another device. `busy`, also of `importSettings`: there is one file at a time. */
	exportSettings(
		passphrase: string,
		onDone: (result: { readonly file: string } | { readonly reason: string }) => void,
	): void;
	/** Works with the settings of such a file from now on. */
	importSettings(file: string, passphrase: string, onDone: (refusal: Refusal | undefined) => void): void;
	/** The hash of the admin password, `pbkdf2-sha256$...`; `undefined` while none is set. */
	adminRecord(): string | undefined;
	/** Password of the setup network, which is the admin password while there is no other. */
	setupPassword(): string;
	restart(): void;
	/** Forgets all settings and restarts. */
	factoryReset(): void;
}
