import type { CanFault } from "../can/can-bus";
import type { AppEvent, ValuesEvent } from "../event";
import type { SettingsError } from "../settings/settings";
import type { KnownIdentity } from "../vehicle/identity-watch";

type ConnectionEvent = Extract<AppEvent, { event: "connection" }>;

/** What the device knows now. */
export interface Status extends Pick<ValuesEvent, "values" | "ages" | "poll" | "doubts"> {
	/** Frames heard since boot. */
	readonly frames: number;
	/** The last fault of the bus, and how long ago it was, ms; left out when there was none. */
	readonly fault?: { readonly reason: CanFault; readonly age: number };
	readonly connection: { readonly state: "unconfigured" } | Omit<ConnectionEvent, "event">;
	/** Left out until something is known of it. */
	readonly identity?: KnownIdentity;
}

/** Why settings were not taken: they are wrong, or there was no storing them. */
export type Refusal = { readonly errors: readonly SettingsError[] } | { readonly reason: string };

/** The device as the portal sees it. */
export interface PortalDevice {
	/** What is wrong with the stored settings, empty when none are stored; `undefined` when they are in use. */
	readonly complaints: readonly SettingsError[] | undefined;
	status(): Status;
	/**
	 * Stores a settings document and starts to work with it. Only for a device that has no settings.
	 *
	 * @returns Why not; nothing when it has.
	 */
	configure(document: string): Refusal | undefined;
}
