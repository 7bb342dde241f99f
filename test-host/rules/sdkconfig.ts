import { CHOICES, KCONFIG_NAMES } from "./kconfig-names";

/** Settings of ESP-IDF by name, without `CONFIG_`. */
export type SdkConfig = ReadonlyMap<string, string>;

/** A line that mcconfig takes over as it is; it cuts nothing off and knows no other spelling of "no". */
const LINE = /^CONFIG_([A-Z0-9_]+)=(y|n|\d+|0x[0-9A-F]+)$/;

/** Reads one file of settings. */
export function parseSdkConfig(text: string): { readonly config: SdkConfig; readonly violations: string[] } {
	const config = new Map<string, string>();
	const violations: string[] = [];
	for (const line of text.split("\n")) {
		if (line === "" || (line.startsWith("#") && !line.endsWith("is not set"))) continue;
		const [, name, value] = LINE.exec(line) ?? [];
		if (name === undefined || value === undefined) violations.push(`mcconfig misreads: ${line}`);
		else if (config.has(name)) violations.push(`${name} is there twice`);
		else config.set(name, value);
	}
	return { config, violations };
}

/** What is wrong with the settings of a profile, all its files taken together. */
export function sdkConfigViolations(config: SdkConfig): string[] {
	const known = new Set<string>(KCONFIG_NAMES);
	const unknown = [...config.keys()].filter((name) => !known.has(name));
	const torn = CHOICES.filter((choice) => choice.filter((name) => config.get(name) === "y").length > 1);
	return [
		...unknown.map((name) => `ESP-IDF knows no ${name}, or nobody has looked`),
		...torn.map((choice) => `more than one chosen of ${choice.join(", ")}`),
	];
}
