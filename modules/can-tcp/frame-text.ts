import { hexValue, writeHex } from "./hex";
import { CR, Letter, type Sayable, type SlcanFrame, STAMP_PERIOD } from "./slcan";

/** Digits of an identifier, and its largest value. */
const STANDARD = Object.freeze({ digits: 3, most: 0x7ff });
const EXTENDED = Object.freeze({ digits: 8, most: 0x1fffffff });
const STAMP_DIGITS = 4;
/** The longest frame with its CR and a time stamp, bytes. */
export const LONGEST_FRAME = 31;

/** Whether a line that begins so is a frame. */
export function beginsFrame(letter: number | undefined): boolean {
	return letter === Letter.t || letter === Letter.T || letter === Letter.r || letter === Letter.R;
}

/**
 * Reads `tiiildd…`, `Tiiiiiiiildd…`, `riiil` or `Riiiiiiiil`, perhaps with a time stamp of four digits behind.
 *
 * @returns `false` when the line is none of them; what is in `frame` then is undefined.
 */
export function parseFrame(line: Uint8Array, length: number, frame: SlcanFrame): boolean {
	const letter = line[0];
	if (length === 0 || !beginsFrame(letter)) return false;
	frame.extended = letter === Letter.T || letter === Letter.R;
	frame.remote = letter === Letter.r || letter === Letter.R;
	const { digits, most } = frame.extended ? EXTENDED : STANDARD;
	const data = digits + 2;
	if (length < data) return false;
	const id = hexValue(line, 1, digits + 1);
	const dlc = hexValue(line, digits + 1, data);
	if (id === undefined || id > most || dlc === undefined || dlc > 8) return false;
	frame.id = id;
	frame.dlc = dlc;
	const end = data + (frame.remote ? 0 : 2 * dlc);
	return parseData(line, data, end, frame) && parseStamp(line, end, length, frame);
}

function parseData(line: Uint8Array, from: number, end: number, { data }: SlcanFrame): boolean {
	for (let at = from, index = 0; at < end; at += 2, index++) {
		const byte = hexValue(line, at, at + 2);
		if (byte === undefined) return false;
		data[index] = byte;
	}
	return true;
}

function parseStamp(line: Uint8Array, from: number, length: number, frame: SlcanFrame): boolean {
	frame.stamp = undefined;
	if (length === from) return true;
	if (length !== from + STAMP_DIGITS) return false;
	frame.stamp = hexValue(line, from, length);
	return frame.stamp !== undefined && frame.stamp < STAMP_PERIOD;
}

/**
 * Writes a frame with its CR.
 *
 * @param at Where it begins; `LONGEST_FRAME` bytes must follow.
 * @param stamp Left out, no time stamp is written.
 * @returns Behind the CR.
 */
export function writeFrame(frame: Sayable, bytes: Uint8Array, at: number, stamp?: number): number {
	const { extended = false, remote = false } = frame;
	bytes[at] = extended ? (remote ? Letter.R : Letter.T) : remote ? Letter.r : Letter.t;
	let end = writeHex(frame.id, extended ? EXTENDED.digits : STANDARD.digits, bytes, at + 1);
	end = writeHex(frame.dlc, 1, bytes, end);
	const count = remote ? 0 : frame.dlc;
	for (let index = 0; index < count; index++) end = writeHex(frame.data[index] ?? 0, 2, bytes, end);
	if (stamp !== undefined) end = writeHex(stamp, STAMP_DIGITS, bytes, end);
	bytes[end] = CR;
	return end + 1;
}
