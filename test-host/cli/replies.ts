import { replyFor } from "../../src/leaf/decode-only/catalogue";
import { group01 } from "../../src/leaf/diagnostics/group-01";
import { isRefusal, type ReplyValues } from "../../src/leaf/diagnostics/reply";
import { parseResponse } from "../../src/leaf/diagnostics/response";

/** What was asked for, as a printed line tells it. */
export interface ReplyLabel {
	/** Of service 21, two hex digits. */
	readonly group?: string;
	/** Data identifier of service 22, four hex digits. */
	readonly did?: string;
	/** `19 02`; of a request that was refused, the service alone, as 0x21. */
	readonly service?: string;
}

/** A reply as it is printed. */
export interface PrintedReply extends ReplyLabel {
	readonly signals?: ReplyValues;
	/** Why there are no signals. */
	readonly rejected?: string;
	/** Negative response code. */
	readonly nrc?: string;
	/** The control unit refuses only for now: the answer is to follow. */
	readonly pending?: true;
}

const digits = (bytes: Iterable<number>) =>
	Buffer.from([...bytes])
		.toString("hex")
		.toUpperCase();

/** A number as C writes it. */
export const hex = (value: number, width: number) =>
	`0x${value.toString(16).toUpperCase().padStart(width, "0")}`;

/** What the firmware has no use for, by the name of the definition. */
const MORE: Readonly<Record<string, (payload: Uint8Array) => ReplyValues>> = {
	group02(payload) {
		const words = Buffer.from(payload);
		const cellsMv = Array.from({ length: 96 }, (_, index) => words.readUInt16BE(2 + 2 * index));
		return { firstCellsMv: cellsMv.slice(0, 6), lastCellsMv: cellsMv.slice(-4), cellsMv };
	},
	group06: (payload) => ({ shuntBytesHex: digits(payload.subarray(2)) }),
	vcmPowerSwitch: (payload) => ({ powerOnByte: hex(payload[3] as number, 2) }),
};

/** What a reply answers, by its first bytes; `undefined` for services that are not decoded. */
export function labelOf(beginning: Uint8Array): ReplyLabel | undefined {
	if (beginning.length < 2) return undefined;
	const [first] = beginning;
	if (first === 0x61) return { group: digits(beginning.subarray(1, 2)) };
	if (first === 0x62) return { did: digits(beginning.subarray(1, 3)) };
	return first === 0x59 ? { service: `19 ${digits(beginning.subarray(1, 2))}` } : undefined;
}

/** A reply as it is printed, by the identifier of its frames; `undefined` for services that are not decoded. */
export function printReply(replyId: number, payload: Uint8Array): PrintedReply | undefined {
	const response = parseResponse(payload);
	if (response.kind === "negative") {
		const { service, nrc, refusal } = response;
		const refused = { rejected: "negative-response", service: hex(service, 2), nrc: hex(nrc, 2) };
		return refusal === "pending" ? { ...refused, pending: true } : refused;
	}
	const label = labelOf(payload);
	return label && { ...label, ...contentsOf(replyId, payload) };
}

/** What can be told of a reply whose end is missing. */
export function beginningOf(replyId: number, payload: Uint8Array): ReplyValues | undefined {
	const definition = replyFor(replyId, payload);
	// Only the length of the whole reply tells the layout of group 01.
	if (definition === undefined || definition === group01) return undefined;
	const values = definition.decode(payload);
	return isRefusal(values) ? undefined : values;
}

function contentsOf(replyId: number, payload: Uint8Array): PrintedReply {
	const definition = replyFor(replyId, payload);
	const length = { payloadLen: payload.length };
	if (definition === undefined) return { signals: { ...length, payloadHex: digits(payload) } };
	const values = definition.decode(payload);
	if (isRefusal(values)) return { rejected: values.reason };
	// Of the other services, filler may follow what is meant.
	const isGroup = definition.request[0] === 0x21;
	return { signals: { ...(isGroup && length), ...values, ...MORE[definition.name]?.(payload) } };
}
