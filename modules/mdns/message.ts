import { HEADER } from "./packet";
import { type OwnRecord, Type } from "./records";

/** A response by whoever knows best (RFC 6762, 18). */
export const RESPONSE = 0x8400;
const QUERY = 0;
/** Class IN, and the bit on top of it. */
const IN = 1;
const TOP_BIT = 0x8000;

/** What a message consists of. */
export interface Content {
	readonly id?: number;
	readonly flags: typeof RESPONSE | typeof QUERY;
	/** Questions as they are sent, and how many. */
	readonly questions?: { readonly bytes: Uint8Array; readonly count: number };
	readonly answers?: readonly OwnRecord[];
	readonly authorities?: readonly OwnRecord[];
	readonly additionals?: readonly OwnRecord[];
	/** No record is to be kept for longer, s. */
	readonly longest?: number;
	/** What others remember under our own names is wrong (RFC 6762, 10.2). */
	readonly flush?: boolean;
}

/** A message as it is sent. */
export function message(content: Content): Uint8Array {
	const { id = 0, flags, questions, answers = [], authorities = [], additionals = [] } = content;
	const records = [...answers, ...authorities, ...additionals];
	const sizes = records.map(({ name, data }) => name.length + 10 + data.length);
	const start = HEADER + (questions?.bytes.length ?? 0);
	const bytes = new Uint8Array(sizes.reduce((sum, size) => sum + size, start));
	const view = new DataView(bytes.buffer);
	const counts = [questions?.count ?? 0, answers.length, authorities.length, additionals.length];
	for (const [index, field] of [id, flags, ...counts].entries()) view.setUint16(2 * index, field);
	if (questions !== undefined) bytes.set(questions.bytes, HEADER);
	let position = start;
	for (const [index, record] of records.entries()) {
		bytes.set(record.name, position);
		writeRest(view, position + record.name.length, record, content);
		bytes.set(record.data, position + record.name.length + 10);
		position += sizes[index] ?? 0;
	}
	return bytes;
}

/** What stands between name and data. */
function writeRest(view: DataView, at: number, record: OwnRecord, content: Content): void {
	const { type, ttl, unique, data } = record;
	const { flush = false, longest = ttl } = content;
	view.setUint16(at, type);
	view.setUint16(at + 2, flush && unique ? IN | TOP_BIT : IN);
	view.setUint32(at + 4, Math.min(ttl, longest));
	view.setUint16(at + 8, data.length);
}

/** Asks whether names are taken, and says what we would do with them (RFC 6762, 8.1). */
export function probe(ours: readonly OwnRecord[]): Uint8Array {
	// Answers may come to us alone.
	const ending = Uint8Array.of(0, Type.ANY, TOP_BIT >> 8, IN);
	const bytes = new Uint8Array(ours.reduce((sum, { name }) => sum + name.length + ending.length, 0));
	let at = 0;
	for (const { name } of ours) {
		bytes.set(name, at);
		bytes.set(ending, at + name.length);
		at += name.length + ending.length;
	}
	return message({ flags: QUERY, questions: { bytes, count: ours.length }, authorities: ours });
}
