/** One line of a partition table of ESP-IDF; places in bytes. */
export interface Partition {
	readonly name: string;
	readonly type: string;
	readonly subtype: string;
	readonly offset: number;
	readonly size: number;
	readonly encrypted: boolean;
}

/** What the flash of every supported board holds, bytes. */
const FLASH = 4 * 1024 * 1024;
/** The partition table and its checksum take one sector. */
const SECTOR = 0x1000;
/** Where applications may begin (ESP-IDF, Partition Tables). */
const APP_ALIGNMENT = 0x10000;
/**
 * What must fit into NVS, in bytes: the settings with a CA, a certificate and a key at their longest, eight journal entries
 * of 3.9 KB, the last words, and as much again, since a text is written anew before the old one is given up.
 */
const STORED = 4000 + 8 * 3999 + 1000 + 4000;
/** Bytes of a page of 4096 that hold texts: 126 entries of 32 (ESP-IDF, NVS). */
const PAGE_ROOM = 126 * 32;
/** Fewer pages are never written to (ESP-IDF, NVS). */
const PAGES = 3;

/** Reads a table in which every offset and size is written out. */
export function parsePartitions(csv: string): Partition[] {
	const lines = csv.split("\n").filter((line) => line.trim() !== "" && !line.startsWith("#"));
	return lines.map((line) => {
		const [name = "", type = "", subtype = "", offset, size, flags] = line
			.split(",")
			.map((cell) => cell.trim());
		return {
			...{ name, type, subtype },
			offset: Number(offset || Number.NaN),
			size: Number(size || Number.NaN),
			encrypted: flags === "encrypted",
		};
	});
}

/** What is wrong with a partition table that itself stands at `tableOffset`. */
export function partitionViolations(partitions: readonly Partition[], tableOffset: number): string[] {
	return [
		...places(partitions, tableOffset),
		...slots(partitions.filter(({ type }) => type === "app")),
		...notes(partitions),
		...storage(partitions),
	];
}

function places(partitions: readonly Partition[], tableOffset: number): string[] {
	let end = tableOffset + SECTOR;
	const found = partitions.flatMap(({ name, type, offset, size }) => {
		const alignment = type === "app" ? APP_ALIGNMENT : SECTOR;
		const wrong = [
			...(Number.isNaN(offset + size) ? [`${name} does not say where it is`] : []),
			...(offset % alignment || size % SECTOR ? [`${name} is not aligned`] : []),
			...(offset < end ? [`${name} begins inside of what is before it`] : []),
		];
		end = offset + size;
		return wrong;
	});
	return end > FLASH ? [...found, "the table is larger than the flash"] : found;
}

function slots(apps: readonly Partition[]): string[] {
	const [first, second] = apps;
	if (apps.map(({ subtype }) => subtype).join() !== "ota_0,ota_1") return ["there must be ota_0 and ota_1"];
	return first?.size === second?.size ? [] : ["the slots differ in size"];
}

function notes(partitions: readonly Partition[]): string[] {
	const otadata = partitions.find(({ subtype }) => subtype === "ota");
	return otadata?.type === "data" && otadata.size === 2 * SECTOR ? [] : ["otadata must have two sectors"];
}

function storage(partitions: readonly Partition[]): string[] {
	const stores = partitions.filter(({ subtype }) => subtype === "nvs");
	const nvs = stores.find(({ name }) => name === "nvs");
	const room = ((nvs?.size ?? 0) / SECTOR - 1) * PAGE_ROOM;
	return [
		...(room >= STORED ? [] : ["nvs is too small"]),
		...stores.flatMap(({ name, encrypted, size }) => [
			...(encrypted ? [`${name} encrypts by itself, and must not have the flag`] : []),
			...(size < PAGES * SECTOR ? [`${name} has too few pages`] : []),
		]),
	];
}
