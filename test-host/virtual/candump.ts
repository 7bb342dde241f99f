import type { LogEntry } from "./replay";

/** One line of a log; `t` is in seconds, `undefined` when the line does not tell the time. */
export type LogLine = Omit<LogEntry, "t"> & { readonly t: number | undefined };

/** What is wrong with a line, for people. */
export interface UnreadableLine {
	readonly reason: string;
}

const TIME = String.raw`^(?:\((\d+(?:\.\d+)?)\)\s+)?`;
/** `(12.345678) can0 1DB#0080C12A000001B2`, as `candump -l` writes it; a direction may follow. */
const LOG_FORM = new RegExp(String.raw`${TIME}\S+\s+([^\s#]+)#(\S*)(?:\s+[RT])?$`);
/** `can0  1DB   [8]  00 80 C1 2A 00 00 01 B2`, as `candump` prints it; text in quotes may follow. */
const SCREEN_FORM = new RegExp(
	String.raw`${TIME}\S+\s+(?:[RT]X\s.*?\s)?(\S+)\s+\[(\d+)\]((?:\s+[^\s']+)*)(?:\s+'.*)?$`,
);

/** Reads one line of a candump log. Only data frames with 11-bit identifiers are readable: a Leaf has no others. */
export function parseCandumpLine(line: string): LogLine | UnreadableLine {
	const text = line.trim();
	const log = LOG_FORM.exec(text);
	if (log !== null) return entry(log[1], log[2] as string, log[3] as string);
	const screen = SCREEN_FORM.exec(text);
	if (screen === null)
		return { reason: "not a line of a candump log, such as (1.234567) can0 55B#92C0AA00E0001023" };
	const hex = (screen[4] as string).replaceAll(/\s/g, "");
	const read = entry(screen[1], screen[2] as string, hex);
	const announced = Number(screen[3]);
	if (!("reason" in read) && read.data.length !== announced) {
		return { reason: `${read.data.length} bytes of data where [${announced}] says ${announced}` };
	}
	return read;
}

/**
 * Reads a whole log for a replay. Empty lines are passed over; a line without time counts as simultaneous with the
 * one before.
 *
 * @returns the readable lines, and for each other one what is wrong, beginning with `line 12: `.
 */
export function parseCandump(text: string): { log: LogEntry[]; errors: string[] } {
	const log: LogEntry[] = [];
	const errors: string[] = [];
	for (const [index, line] of text.split("\n").entries()) {
		if (line.trim() === "") continue;
		const read = parseCandumpLine(line);
		if ("reason" in read) errors.push(`line ${index + 1}: ${read.reason}`);
		else log.push({ ...read, t: read.t ?? log.at(-1)?.t ?? 0 });
	}
	return { log, errors };
}

function entry(time: string | undefined, id: string, hex: string): LogLine | UnreadableLine {
	const reason = objection(id, hex);
	if (reason !== undefined) return { reason };
	return {
		t: time === undefined ? undefined : Number(time),
		id: Number.parseInt(id, 16),
		data: new Uint8Array(Buffer.from(hex, "hex")),
	};
}

function objection(id: string, hex: string): string | undefined {
	if (!/^[0-9a-f]+$/i.test(id)) return `the identifier "${id}" is not hexadecimal`;
	if (id.length > 3) return `the identifier ${id} has 29 bits, a Leaf's have 11`;
	if (Number.parseInt(id, 16) > 0x7ff) return `the identifier ${id} is above 7FF`;
	if (hex.startsWith("#")) return "a CAN FD frame, a Leaf sends none";
	if (/^r/i.test(hex)) return "a remote frame, which has no data";
	if (!/^[0-9a-f]*$/i.test(hex)) return `the data "${hex}" is not hexadecimal`;
	if (hex.length % 2 !== 0) return `the data "${hex}" has half a byte too much`;
	if (hex.length > 16) return `${hex.length / 2} bytes of data, a frame has at most 8`;
	return undefined;
}
