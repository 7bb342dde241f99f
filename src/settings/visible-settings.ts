import { isObject, type Json } from "./json-object";
import { isSecret, join } from "./read-document";
import type { Settings } from "./settings";

/** The settings as they may be shown: every secret that there is has become `true`. */
export function visibleSettings(settings: Settings): Json {
	return visible("", settings as unknown as Json) as Json;
}

function visible(section: string, value: unknown): unknown {
	if (Array.isArray(value)) return value.map((entry) => visible(section, entry));
	if (!isObject(value)) return value;
	const entries = Object.entries(value).map(([name, part]) => {
		return [name, isSecret(section, name) || visible(join(section, name), part)];
	});
	return Object.fromEntries(entries);
}
