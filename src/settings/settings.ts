import type { SettingsError } from "./field";
import { isObject, jsonValue } from "./json-object";
import { readDocument, refuseUnknown } from "./read-document";
import type { Row } from "./schema";
import { type CurrentDocument, toCurrent, type Unreadable } from "./versions";

export type { SettingsError } from "./field";
export { SETTINGS_VERSION } from "./versions";

/** What the rule of a field lets through. */
type ValueOf<Rule> = Rule extends { readonly of: readonly (infer Choice)[] }
	? Choice
	: Rule extends { readonly type: "number" }
		? number
		: string;

/** Fields that are always there. */
type Filled = { readonly fallback: unknown } | { readonly required: true };

/** The validated fields of a section. What each means is told in `docs/settings.md`. */
type Fields<Section extends Row["section"]> = {
	readonly [R in Extract<Row, { section: Section } & Filled> as R["name"]]: ValueOf<R["rule"]>;
} & {
	readonly [R in Exclude<Extract<Row, { section: Section }>, Filled> as R["name"]]?: ValueOf<R["rule"]>;
};

/** One network that the device may join. */
export type WifiSettings = Fields<"wifi.networks">;

/** The validated settings of a device, every fallback filled in. Their types are those of the table of fields. */
export interface Settings {
	readonly wifi: { readonly networks: readonly WifiSettings[] };
	readonly mqtt: Fields<"mqtt">;
	readonly car: Fields<"car"> & { readonly pins: Fields<"car.pins"> };
	readonly publishing: Fields<"publishing">;
	readonly device: Fields<"device">;
	readonly homeassistant: Fields<"homeassistant">;
}

/** Either settings or the list of everything that is wrong with the document. */
export type SettingsResult = { readonly settings: Settings } | { readonly errors: readonly SettingsError[] };

/** @returns The document in a text, brought up to this version, or why there is none. */
export function documentIn(text: string): CurrentDocument | Unreadable {
	const document = jsonValue(text);
	if (document === undefined) return { errors: [{ field: "settings", message: "is not JSON" }] };
	if (!isObject(document)) return { errors: [{ field: "settings", message: "is not an object" }] };
	return toCurrent(document);
}

/** Checks a document of this version, or of a newer one. */
export function checkDocument({ document, newer }: CurrentDocument, errors: SettingsError[]): SettingsResult {
	if (!newer) refuseUnknown(document, errors);
	const settings = readDocument(document, errors);
	// The table that has just been checked against is the one place where these types are decided.
	return errors.length > 0 ? { errors } : { settings: settings as unknown as Settings };
}

/**
 * Reads a settings document: JSON text of this version, of an older one, or of a newer one that says that this
 * firmware may read it. Bad data is refused field by field, never repaired.
 */
export function parseSettings(text: string): SettingsResult {
	const found = documentIn(text);
	return "errors" in found ? { errors: found.errors } : checkDocument(found, []);
}

/** Whether the connection uses TLS: by choice, else on every port but the one registered for plain MQTT. */
export function usesTls(mqtt: Pick<Settings["mqtt"], "port" | "tls">): boolean {
	return mqtt.tls ?? mqtt.port !== 1883;
}
