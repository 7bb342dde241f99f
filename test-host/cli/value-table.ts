import type { ValuesEvent } from "../../src/event";
import { type ShownValue, shownValues } from "../../src/portal/values";
import { METRICS, PRIMARY_METRICS } from "../../src/vehicle/metrics";
import { bold, dim, green } from "./style";
import { worthShowing } from "./value-texts";

const BAR = 24;
/** Characters of a cell where there are several beside each other: name, value with unit, age. */
const CELL = Object.freeze({ name: 20, value: 12, age: 6, gap: 1 });
const CELL_WIDTH = CELL.gap + CELL.name + CELL.gap + CELL.value + CELL.age;

/** How much room there is, in characters. */
export interface Room {
	readonly columns: number;
	readonly rows: number;
}

/** The values worth a line: below each other while there is room, else beside each other, the last ones left out. */
export function valueTable(event: Pick<ValuesEvent, "values" | "ages">, room: Room): string[] {
	const shown = worthShowing(shownValues(event));
	const rows = Math.max(room.rows, PRIMARY_METRICS.length);
	if (shown.length <= rows) return shown.map(wideRow);
	const across = Math.max(1, Math.floor(room.columns / CELL_WIDTH));
	const height = Math.min(rows, Math.ceil(shown.length / across));
	const fits = shown.length <= height * across;
	const cells = fits ? shown.map(cell) : shown.slice(0, height * across - 1).map(cell);
	if (!fits) cells.push(dim(`  and ${shown.length - cells.length} more in the portal`));
	return Array.from({ length: height }, (_, row) => cells.filter((_, n) => n % height === row).join(""));
}

function wideRow(shown: ShownValue): string {
	const { name, value, unit } = shown;
	if (value === null) return `  ${name.padEnd(28)} ${dim("unknown".padStart(9))}`;
	const bar = unit === "%" ? `  ${gauge(Number(value) / 100)}` : "";
	const age = ageText(shown);
	const ago = age === "now" || age === "" ? age : `${age} ago`;
	return `  ${name.padEnd(28)} ${bold(text(shown).padStart(9))} ${unit.padEnd(5)} ${dim(ago.padStart(9))}${bar}`;
}

function cell(shown: ShownValue): string {
	const value = shown.unit === "" ? text(shown) : `${text(shown)} ${shown.unit}`;
	const name = shown.name.slice(0, CELL.name).padEnd(CELL.name);
	// What is too long for its place, such as a name, takes that of the age.
	const age = value.length > CELL.value ? "" : ageText(shown).padStart(CELL.age);
	const room = CELL.value + CELL.age - age.length;
	const style = shown.value === null ? dim : bold;
	return `${" ".repeat(CELL.gap)}${name} ${style(value.slice(0, room).padStart(room))}${dim(age)}`;
}

/** A number with the digits that carry meaning. */
function text({ key, value }: ShownValue): string {
	if (value === null) return "unknown";
	if (typeof value === "boolean") return value ? "yes" : "no";
	return typeof value === "number" ? value.toFixed(METRICS.find((one) => one.key === key)?.decimals) : value;
}

function ageText({ ageSeconds }: ShownValue): string {
	if (ageSeconds === null) return "";
	if (ageSeconds < 2) return "now";
	return ageSeconds < 600 ? `${ageSeconds} s` : `${Math.round(ageSeconds / 60)} min`;
}

function gauge(fraction: number): string {
	const full = Math.round(Math.min(1, Math.max(0, fraction)) * BAR);
	return green("█".repeat(full)) + dim("░".repeat(BAR - full));
}
