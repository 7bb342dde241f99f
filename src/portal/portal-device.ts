import type { AppEvent } from "../event";
import type { SettingsError } from "../settings/settings";
import type { MetricKey } from "../vehicle/metrics";

type ConnectionEvent = Extract<AppEvent, { event: "connection" }>;

/** What the device knows now. */
export interface Status {
	readonly connection: { readonly state: "unconfigured" } | Omit<ConnectionEvent, "event">;
	/** What is not known is left out. */
	readonly values: Readonly<Partial<Record<MetricKey, number>>>;
	/** ms since each value was heard. */
	readonly ages: Readonly<Partial<Record<MetricKey, number>>>;
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
