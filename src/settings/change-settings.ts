import { jsonText } from "../json";
import { utf8Length } from "../utf8";
import { refuse } from "./cross-checks";
import type { SettingsError } from "./field";
import { isObject, type Json } from "./json-object";
import { isKnown, isSecret, isSection, join, refuseUnknown, VERSIONS } from "./read-document";
import { DOCUMENT_LIMIT, LISTS } from "./schema";
import { checkDocument, documentIn, type Settings } from "./settings";
import { type CurrentDocument, SETTINGS_VERSION } from "./versions";

/** The changed document and what it says, or everything that is wrong with it. */
export type SettingsChange =
	| { readonly document: string; readonly settings: Settings }
	| { readonly errors: readonly SettingsError[] };

const NOTHING: CurrentDocument = Object.freeze({
	document: Object.freeze({ version: SETTINGS_VERSION }),
	newer: false,
});

/**
 * Changes a settings document; what is changed to what it was gives the same text.
 *
 * @param text The stored document; left out where there is none. What cannot be read at all counts as none, but what
 * only newer firmware can read is left alone.
 * @param changes A part of a document. What it does not name stays as it is, and so does a secret that is `true`, as
 * it is shown; `null` takes away. `wifi.networks` is replaced whole, but a network that was there keeps its password
 * where none is named, and what only newer firmware knows of it.
 */
export function changeSettings(text: string | undefined, changes: object): SettingsChange {
	const found = text === undefined ? NOTHING : documentIn(text);
	if ("errors" in found && found.newer) return { errors: found.errors };
	const { document, newer } = "errors" in found ? NOTHING : found;
	const errors: SettingsError[] = [];
	for (const name of VERSIONS) if (name in changes) refuse(errors, name, "is not a setting");
	refuseUnknown(changes as Json, errors);
	const changed = merged("", document, changes as Json);
	const checked = checkDocument({ document: changed, newer }, errors);
	if ("errors" in checked) return checked;
	const written = jsonText(changed);
	if (utf8Length(written) <= DOCUMENT_LIMIT) return { document: written, ...checked };
	return { errors: [{ field: "settings", message: `must not be longer than ${DOCUMENT_LIMIT} bytes` }] };
}

/** In the order of the old one. */
function merged(section: string, old: Json, changes: Json): Json {
	const all = new Map(Object.entries(old));
	for (const [name, change] of Object.entries(changes)) {
		const before = all.get(name);
		const stays = change === true && isSecret(section, name) && before !== undefined;
		if (change === null) all.delete(name);
		else if (!stays)
			all.set(name, isSection(section, name) ? mergedSection(join(section, name), before, change) : change);
	}
	return Object.fromEntries(all);
}

function mergedSection(section: string, old: unknown, change: unknown): unknown {
	if (LISTS[section] === undefined) {
		return isObject(change) ? merged(section, isObject(old) ? old : {}, change) : change;
	}
	const before: readonly unknown[] = Array.isArray(old) ? old : [];
	return Array.isArray(change) ? change.map((entry) => mergedEntry(section, before, entry)) : change;
}

/** An entry of a list, by its `ssid`, and what it keeps of the one before. */
function mergedEntry(section: string, old: readonly unknown[], entry: unknown): unknown {
	if (!isObject(entry)) return entry;
	const before = old.find((other) => isObject(other) && other["ssid"] === entry["ssid"]) ?? {};
	const kept = Object.entries(before).filter(([name]) => isSecret(section, name) || !isKnown(section, name));
	return merged(section, Object.fromEntries(kept), entry);
}
