import { crossCheck, refuse } from "./cross-checks";
import { complaint, type Field, type SettingsError } from "./field";
import { isObject, type Json } from "./json-object";
import { FIELDS, INNER, LISTS } from "./schema";

/** What stands beside the sections: see `versions`. */
export const VERSIONS: readonly string[] = Object.freeze(["version", "readableFrom"]);

/** The name of what lies in a section; the document itself has none. */
export function join(section: string, name: string): string {
	return section === "" ? name : `${section}.${name}`;
}

/** Checks a document of this version field by field. @returns What is valid of it, every fallback filled in. */
export function readDocument(document: Json, errors: SettingsError[]): Json {
	return readSection("", "", document, errors);
}

function readSection(section: string, path: string, content: unknown, errors: SettingsError[]): Json {
	const source = content ?? {};
	const values: { [name: string]: unknown } = {};
	if (!isObject(source)) {
		refuse(errors, path, "must be an object");
		return values;
	}
	for (const field of FIELDS) {
		if (field.section === section) readField(field, path, source, values, errors);
	}
	for (const inner of INNER[section] ?? []) {
		const read = LISTS[join(section, inner)] === undefined ? readSection : readList;
		values[inner] = read(join(section, inner), join(path, inner), source[inner], errors);
	}
	crossCheck(section, path, values, errors);
	return values;
}

function readList(section: string, path: string, content: unknown, errors: SettingsError[]): Json[] {
	const given = content ?? [];
	const most = LISTS[section] ?? 0;
	if (Array.isArray(given) && given.length <= most) {
		return given.map((entry, index) => readSection(section, `${path}.${index}`, entry, errors));
	}
	refuse(errors, path, `must be a list of at most ${most}`);
	return [];
}

function readField(
	{ name, rule, required, fallback }: Field,
	path: string,
	source: Json,
	values: { [name: string]: unknown },
	errors: SettingsError[],
): void {
	const value = source[name] ?? fallback;
	if (value === undefined) {
		// Only after it, for a table names the switch before what it switches.
		const needed = required === true || (required !== undefined && values[required] === true);
		if (needed) refuse(errors, `${path}.${name}`, "is missing");
		return;
	}
	const message = complaint(rule, value);
	if (message === undefined) values[name] = value;
	else refuse(errors, `${path}.${name}`, message);
}

/** Names everything in a document, or in a part of it, that this firmware does not know. */
export function refuseUnknown(document: Json, errors: SettingsError[]): void {
	refuseUnknownIn("", "", document, errors);
}

function refuseUnknownIn(section: string, path: string, content: Json, errors: SettingsError[]): void {
	for (const [name, value] of Object.entries(content)) {
		const inner = join(section, name);
		const place = join(path, name);
		// As everywhere, nothing is what is left out.
		if (value === null) continue;
		if (isSection(section, name)) {
			const entries: readonly unknown[] = Array.isArray(value) ? value : [value];
			for (const [index, entry] of entries.entries()) {
				const where = Array.isArray(value) ? `${place}.${index}` : place;
				if (isObject(entry)) refuseUnknownIn(inner, where, entry, errors);
			}
		} else if (!isKnown(section, name)) refuse(errors, place, "is not a setting");
	}
}

/** Whether a section has such a section within. */
export function isSection(section: string, name: string): boolean {
	return INNER[section]?.includes(name) ?? false;
}

/** Whether a field must not be shown. */
export function isSecret(section: string, name: string): boolean {
	return FIELDS.some((field) => field.secret && field.section === section && field.name === name);
}

/** Whether a section has such a field. */
export function isKnown(section: string, name: string): boolean {
	if (section === "") return VERSIONS.includes(name);
	return FIELDS.some((field) => field.section === section && field.name === name);
}
