import { ECUS, type Ecu, LBC } from "./ecu";
import { defineReply, type ReplyDefinition } from "./reply";
import { hexText } from "./text";

/** UDS service readDTCInformation, by status mask (ISO 14229-1, 11.3). */
const REQUEST = Object.freeze([0x19, 0x02, 0x0e]);
/** After `59 02` and the mask. */
const FIRST_CODE = 3;
const CODE_BYTES = 3;
/** A code and its status. */
const ENTRY_BYTES = CODE_BYTES + 1;
/** Stand for no code: filler of control units that always send full frames. */
const FILLERS: readonly string[] = Object.freeze(["000000", "FFFFFF"]);
/** Powertrain, chassis, body, network: by the two highest bits. */
const SYSTEMS = "PCBU";

/** What a control unit says of its trouble codes. */
export type DtcSignal = "dtcs" | "dtcHex" | "dtcStatus" | "dtcCount" | "status" | "statusAvailabilityMask";

function dtcReply(ecu: Ecu, name: string): ReplyDefinition<DtcSignal> {
	return defineReply<DtcSignal>({
		name,
		ecu,
		request: REQUEST,
		minLength: FIRST_CODE,
		maxLength: 256,
		decode(payload) {
			const entries = entriesOf(payload);
			const statuses = entries.map((entry) => entry[CODE_BYTES] as number);
			const status = statuses.reduce((all, one) => all | one, 0);
			return {
				dtcs: entries.map(dtcText),
				dtcHex: entries.map(codeHex),
				dtcStatus: statuses.map((one) => hexText([one])),
				dtcCount: entries.length,
				...(entries.length > 0 && { status: hexText([status]) }),
				statusAvailabilityMask: `0x${hexText([payload[FIRST_CODE - 1] as number])}`,
			};
		},
	});
}

/** The codes with their status. Bytes at the end that make no whole entry are filler. */
function entriesOf(payload: Uint8Array): Uint8Array[] {
	const entries: Uint8Array[] = [];
	for (let at = FIRST_CODE; at + ENTRY_BYTES <= payload.length; at += ENTRY_BYTES) {
		const entry = payload.subarray(at, at + ENTRY_BYTES);
		if (!FILLERS.includes(codeHex(entry))) entries.push(entry);
	}
	return entries;
}

function codeHex(entry: Uint8Array): string {
	return hexText(entry.subarray(0, CODE_BYTES));
}

/** `33 D7 00` is P33D7 (ISO 15031-6, table 1); a failure type that is not 00 follows after a dash. */
function dtcText(entry: Uint8Array): string {
	const high = entry[0] as number;
	const digits = `${(high >> 4) & 3}${codeHex(entry).slice(1, 4)}`;
	const failureType = entry[2] === 0 ? "" : `-${codeHex(entry).slice(4)}`;
	return `${SYSTEMS.charAt(high >> 6)}${digits}${failureType}`;
}

/**
 * The trouble codes of the battery controller.
 *
 * | index | field |
 * | --- | --- |
 * | 0-1 | `59 02` |
 * | 2 | which bits of the status it knows: `statusAvailabilityMask` |
 * | 3-5, 7-9, ... | trouble code: `dtcs` as text such as P33D7, `dtcHex` |
 * | 6, 10, ... | its status (ISO 14229-1, D.2): `dtcStatus`; `status` has the bits of all of them |
 *
 * Source: Leaf protocol facts, 4.11.
 */
export const dtcs = dtcReply(LBC, "dtcs");

/** The trouble codes of every control unit, in the same form. */
export const DTC_REPLIES: readonly ReplyDefinition<DtcSignal>[] = Object.freeze(
	ECUS.map((ecu) => (ecu === LBC ? dtcs : dtcReply(ecu, `dtcs${ecu.name}`))),
);
