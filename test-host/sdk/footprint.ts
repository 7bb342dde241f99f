import { readFileSync, writeFileSync } from "node:fs";
import { fileURLToPath } from "node:url";
import type { MemoryUse } from "./memory-use";
import { WIDTH } from "./toolchain";

const PAGE = fileURLToPath(new URL("../../docs/footprint.md", import.meta.url));
/** What a classic ESP32 without PSRAM has for it, bytes. */
export const BUDGET = { heaps: 72 * 1024, tls: 45 * 1024 };

/** What the figures mean, by the width of the pointers in the build that they are of. */
const OF_WIDTH = {
	32: "Measured with pointers of 32 bits: slots, chunks and what TLS holds are as large as on an ESP32.",
	64: "Measured with pointers of 64 bits: slots are counted with the 16 bytes that they have on an ESP32 and not with 32;\nchunks, and what TLS holds, are counted as they are there, which is more: their headers and arrays are twice as large.",
} as const;

const BEGIN = "<!-- measured -->";
const END = "<!-- end of what was measured -->";

/** What was measured while a firmware did something. */
export interface Phase {
	readonly name: string;
	readonly memory: MemoryUse;
}

/** Slot and chunk heap together, as far as they have grown, bytes. */
export function heaps({ peak }: MemoryUse): number {
	return peak.slotHeap + peak.chunkHeap;
}

const kilobytes = (bytes: number) => (bytes / 1024).toFixed(1);

function against(what: string, bytes: number, budget: number): string {
	const rest = budget - bytes;
	const verdict = rest < 0 ? `${kilobytes(-rest)} KB over` : `${kilobytes(rest)} KB within`;
	return `${what} ${kilobytes(bytes)} KB at the peak: ${verdict} the budget of ${kilobytes(budget)} KB.`;
}

/** A table as the project's formatter would have it: names to the left, figures to the right. */
function table(rows: readonly (readonly string[])[]): string[] {
	const widths = (rows[0] ?? []).map((_, column) => Math.max(...rows.map((row) => row[column]?.length ?? 0)));
	const line = (cells: readonly string[]) => `| ${cells.join(" | ")} |`;
	const padded = rows.map((row) =>
		line(row.map((cell, at) => (at === 0 ? cell.padEnd(widths[at] ?? 0) : cell.padStart(widths[at] ?? 0)))),
	);
	const rule = line(widths.map((width, at) => (at === 0 ? "-".repeat(width) : `${"-".repeat(width - 1)}:`)));
	return [padded[0] ?? "", rule, ...padded.slice(1)];
}

/** Writes the table of `docs/footprint.md` anew. */
export function writeFootprint(phases: readonly Phase[], tls: number): void {
	const page = readFileSync(PAGE, "utf8");
	const [before = "", rest = ""] = page.split(BEGIN);
	const [, after = ""] = rest.split(END);
	const lines = [
		...table([
			[
				"phase",
				"slots in use",
				"chunks in use",
				"slot heap",
				"chunk heap",
				"both heaps",
				"stack",
				"collections/s",
			],
			...phases.map(({ name, memory }) => {
				const { slots, chunks, slotHeap, chunkHeap, stack } = memory.peak;
				const sizes = [slots, chunks, slotHeap, chunkHeap, heaps(memory), stack].map(kilobytes);
				return [name, ...sizes, memory.collectionsLately.toFixed(0)];
			}),
		]),
		"",
		against("Both heaps together take", Math.max(...phases.map(({ memory }) => heaps(memory))), BUDGET.heaps),
		against("TLS in C holds", tls, BUDGET.tls),
		"",
		OF_WIDTH[WIDTH],
	];
	writeFileSync(PAGE, `${before}${BEGIN}\n\n${lines.join("\n")}\n\n${END}${after}`);
}
