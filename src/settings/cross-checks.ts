import type { SettingsError } from "./field";
import { isObject, type Json } from "./json-object";
import { COMPANIONS } from "./schema";
import { checkStaticAddress } from "./static-address";

/** Notes what is wrong with a field, unless something is already. */
export function refuse(errors: SettingsError[], field: string, message: string): void {
	if (errors.every((error) => error.field !== field)) errors.push({ field, message });
}

/** Checks what one field says against others. @param values Those that are right by themselves. */
export function crossCheck(section: string, path: string, values: Json, errors: SettingsError[]): void {
	for (const [where, given, needed] of COMPANIONS) {
		if (where !== section || values[given] === undefined) continue;
		for (const name of needed) {
			if (values[name] !== undefined) continue;
			refuse(errors, `${path}.${name}`, `is missing, ${path}.${given} needs it`);
		}
	}
	if (section === "wifi.networks") {
		checkStaticAddress(values, (name, message) => refuse(errors, `${path}.${name}`, message));
	}
	if (section === "car.pins") mustDiffer(path, Object.entries(values), errors);
	if (section === "wifi") mustDiffer("wifi.networks", namesOf(values["networks"]), errors);
}

function namesOf(networks: unknown): [string, unknown][] {
	const list: readonly unknown[] = Array.isArray(networks) ? networks : [];
	return list.map((network, index) => [`${index}.ssid`, isObject(network) ? network["ssid"] : undefined]);
}

function mustDiffer(path: string, entries: readonly [string, unknown][], errors: SettingsError[]): void {
	for (const [index, [name, value]] of entries.entries()) {
		if (value === undefined) continue;
		const [first] = entries.find(([, other]) => other === value) ?? [name];
		if (entries[index]?.[0] !== first)
			refuse(errors, `${path}.${name}`, `must not be that of ${path}.${first}`);
	}
}
