import { emptyFrame } from "../../src/can/frame";
import { FIRST_FRAME } from "../../src/can/iso-tp";
import { IsoTpReceiver } from "../../src/can/iso-tp-receiver";
import { decodeGroup01 } from "../../src/leaf/diagnostics/group-01";
import { parseResponse } from "../../src/leaf/diagnostics/response";
import type { Layout } from "../../src/leaf/generation";
import { decode } from "../../src/leaf/message";
import type { LogLine } from "../virtual/candump";
import { messageWithId } from "./messages";

/** One decoded message, as `npm run decode` prints it. */
export interface Decoded {
	/** Seconds as in the log; of a reply in several frames, the time of the last one. */
	readonly t: number | null;
	readonly id: string;
	/** Diagnostic group, two hex digits. */
	readonly group?: string;
	/** `null` where the car says that it has no value. */
	readonly signals?: Readonly<Record<string, number | null>>;
	/** Why there are no signals. */
	readonly rejected?: string;
	/** Of a request that the control unit refused. */
	readonly service?: string;
	readonly nrc?: string;
}

const BATTERY_REPLY = 0x7bb;
/** N_Cr as in ISO 15765-2, table 16, ms: another tester may ask for more time between frames than we would. */
const PATIENCE_MS = 1000;

/** Decodes a log frame by frame with the firmware's decoder. */
export class LogDecoder {
	readonly #layout: Layout | undefined;
	readonly #receiver = new IsoTpReceiver({ respond: false, consecutiveFrameMs: PATIENCE_MS });
	readonly #frame = emptyFrame();
	/** Whether the reply under way, if any, began as one of group 01. */
	#inGroup01 = false;

	/** @param layout Left out: only the signals that mean the same in every generation. */
	constructor(layout: Layout | undefined) {
		this.#layout = layout;
	}

	/** What the frame tells; `undefined` when it is not, or not yet, a decodable message. */
	decode(line: LogLine): Decoded | undefined {
		const frame = this.#frame;
		frame.id = line.id;
		frame.dlc = line.data.length;
		frame.data.set(line.data);
		return line.id === BATTERY_REPLY ? this.#reply(line.t) : this.#broadcast(line.t);
	}

	#broadcast(t: number | undefined): Decoded | undefined {
		const message = messageWithId(this.#frame.id);
		const layout = this.#layout;
		if (message === undefined || (layout !== undefined && !message.layouts.includes(layout)))
			return undefined;
		const head = { t: t ?? null, id: hex(message.id, 3) };
		const rejected = message.check(this.#frame);
		if (rejected !== undefined) return { ...head, rejected };
		return { ...head, signals: withoutNoise(decode(message, layout, this.#frame.data)) };
	}

	#reply(t: number | undefined): Decoded | undefined {
		const { data } = this.#frame;
		const event = this.#receiver.accept(this.#frame, (t ?? 0) * 1000);
		const head = { t: t ?? null, id: hex(BATTERY_REPLY, 3) };
		if ((data[0] as number) >> 4 === FIRST_FRAME) this.#inGroup01 = data[2] === 0x61 && data[3] === 0x01;
		if (event === "continue" || event === "stray" || event === "ignored") return undefined;
		const inGroup01 = this.#inGroup01;
		this.#inGroup01 = false;
		if (event === "complete") return this.#payload(head, this.#receiver.payload);
		return inGroup01 ? { ...head, group: "01", rejected: event } : undefined;
	}

	#payload(head: Pick<Decoded, "t" | "id">, payload: Uint8Array): Decoded | undefined {
		const response = parseResponse(payload);
		if (response.kind === "negative") {
			const { service, nrc } = response;
			return { ...head, rejected: "negative-response", service: hex(service, 2), nrc: hex(nrc, 2) };
		}
		const group = decodeGroup01(payload);
		if (!("reason" in group)) return { ...head, group: "01", signals: withoutNoise({ ...group }) };
		return group.reason === "other-reply" ? undefined : { ...head, group: "01", rejected: group.reason };
	}
}

function hex(value: number, digits: number): string {
	return `0x${value.toString(16).toUpperCase().padStart(digits, "0")}`;
}

/** Four decimals are more than any signal resolves, and fewer than binary fractions show. */
function withoutNoise(signals: Record<string, number | null | undefined>): Record<string, number | null> {
	const rounded = (value: number) => Math.round(value * 1e4) / 1e4;
	return Object.fromEntries(
		Object.entries(signals).map(([name, value]) => [name, value == null ? null : rounded(value)]),
	);
}
