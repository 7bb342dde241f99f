import { mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { dirname, join, resolve } from "node:path";
import { DELIVERY_KEY } from "../../src/settings/own-settings";
import { parseSettings } from "../../src/settings/settings";
import { parsePartitions } from "../rules/partition-table";
import type { BuildOptions } from "./options";
import { profileFolders } from "./profiles";
import { runLines } from "./run";
import { ROOT, type Surroundings } from "./surroundings";

/** In which `boards/composition.ts` keeps its texts. */
export const NAMESPACE = "leafcast";
/** Bytes of a text in NVS without the zero at its end (ESP-IDF). */
const LONGEST = 3999;
/** Settings that may be the name of a file beside the document instead of the PEM text in it. */
const PEM_FIELDS = ["ca", "cert", "key"] as const;

/** A part of the flash and what belongs there. */
export interface Part {
	readonly offset: string;
	readonly file: string;
}

/** The settings document in a file, as the device stores it, or what is wrong with it, a line for each field. */
export function settingsIn(
	path: string,
): { readonly document: string } | { readonly errors: readonly string[] } {
	try {
		const given = JSON.parse(readFileSync(path, "utf8"));
		for (const field of PEM_FIELDS) readPem(given?.mqtt, field, dirname(path));
		const document = JSON.stringify(given);
		const errors = complaints(document);
		return errors.length === 0 ? { document } : { errors };
	} catch (error) {
		return { errors: [errorText(error as Error)] };
	}
}

/** What Node says of a text that is no JSON quotes it, with its passwords. */
function errorText(error: Error): string {
	if (!(error instanceof SyntaxError)) return error.message;
	return ["this is no JSON", ...(/at position \d+/.exec(error.message) ?? [])].join(" ");
}

function readPem(mqtt: unknown, field: string, folder: string): void {
	const section = mqtt as Record<string, unknown> | undefined;
	const value = section?.[field];
	if (section === undefined || typeof value !== "string" || value.includes("-----BEGIN")) return;
	section[field] = readFileSync(resolve(folder, value), "utf8");
}

function complaints(document: string): string[] {
	const parsed = parseSettings(document);
	if ("errors" in parsed) return parsed.errors.map(({ field, message }) => `${field}: ${message}`);
	// The board has no other network.
	if (parsed.settings.wifi.networks.length === 0) return ["wifi.networks: is missing"];
	const length = Buffer.byteLength(document);
	return length > LONGEST ? [`${length} bytes are too many: at most ${LONGEST} fit`] : [];
}

/**
 * Makes a part with nothing in it but the settings, hands it over and takes it away again: it holds passwords.
 *
 * @returns What `use` does; `undefined` when the part could not be made.
 */
export async function withSettingsPart<Result>(
	{ profile, board }: BuildOptions,
	around: Surroundings,
	document: string,
	use: (part: Part) => Promise<Result>,
): Promise<Result | undefined> {
	const table = join(ROOT, "sdkconfig", profileFolders(profile, board).partitions, "partitions.csv");
	const nvs = parsePartitions(readFileSync(table, "utf8")).find(({ subtype }) => subtype === "nvs");
	if (nvs === undefined) throw new Error(`${table} has no room for settings`);
	const folder = mkdtempSync(join(tmpdir(), "leafcast-settings-"));
	const [text, list, file] = ["settings.json", "nvs.csv", "nvs.bin"].map((name) => join(folder, name)) as [
		string,
		string,
		string,
	];
	try {
		writeFileSync(text, document);
		const rows = [
			"key,type,encoding,value",
			`${NAMESPACE},namespace,,`,
			`${DELIVERY_KEY},file,string,${text}`,
		];
		writeFileSync(list, `${rows.join("\n")}\n`);
		const size = `0x${nvs.size.toString(16)}`;
		const args = ["-m", "esp_idf_nvs_partition_gen", "generate", list, file, size];
		const said: string[] = [];
		const call = { program: around.find("python") as string, args, env: around.env };
		const code = await runLines(call, (line) => said.push(line));
		if (code === 0) return await use({ offset: `0x${nvs.offset.toString(16)}`, file });
		process.stderr.write(`${said.join("\n")}\n`);
		return undefined;
	} finally {
		rmSync(folder, { recursive: true });
	}
}
