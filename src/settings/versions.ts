import type { SettingsError } from "./field";
import { isObject, type Json } from "./json-object";

/** The version of the document that this firmware writes. */
export const SETTINGS_VERSION = 2;

/** A document as this firmware reads it. */
export interface CurrentDocument {
	readonly document: Json;
	/** It was written by a newer firmware: what is not known here is left alone. */
	readonly newer: boolean;
}

/** Why it cannot be read. */
export interface Unreadable {
	readonly errors: readonly SettingsError[];
	/** Newer firmware can. */
	readonly newer?: true;
}

/** What makes a document of version n, at index n - 1, one of version n + 1. */
const STEPS: readonly ((document: Json) => Json)[] = Object.freeze([toVersion2]);

/** There was one network. */
function toVersion2(document: Json): Json {
	const { wifi } = document;
	if (!isObject(wifi) || "networks" in wifi) return document;
	const { ssid, password, ...others } = wifi;
	const network = { ...(ssid != null && { ssid }), ...(password != null && { password }) };
	const networks = Object.keys(network).length === 0 ? [] : [network];
	return { ...document, wifi: { ...others, networks } };
}

function isVersion(value: unknown): value is number {
	return Number.isInteger(value) && Number(value) >= 1;
}

/**
 * Brings an older document up to this version. One of a newer version is read as it is where it says
 * `readableFrom`, the oldest version whose firmware understands it: such a version has only added fields. So an
 * update that is taken back finds its settings, and keeps those that it does not know.
 */
export function toCurrent(document: Json): CurrentDocument | Unreadable {
	const { version, readableFrom = version } = document;
	if (!isVersion(version) || !isVersion(readableFrom)) {
		return { errors: [{ field: "version", message: `must be ${SETTINGS_VERSION}` }] };
	}
	if (Math.min(version, readableFrom) > SETTINGS_VERSION) {
		const message = `is ${version}, and this firmware reads ${SETTINGS_VERSION} at most: update it, or reset it`;
		return { errors: [{ field: "version", message }], newer: true };
	}
	if (version > SETTINGS_VERSION) return { document, newer: true };
	const stepped = STEPS.slice(version - 1).reduce((older, step) => step(older), document);
	return { document: { ...stepped, version: SETTINGS_VERSION }, newer: false };
}
