import { afterName } from "./name";

/** Of a header (RFC 1035, 4.1.1), bytes. */
export const HEADER = 12;
/** In the header's second field. */
const RESPONSE = 0x8000;
const OPCODE = 0x7800;
/** Of a question: that the answer may come to the sender alone (RFC 6762, 5.4). */
const UNICAST = 0x8000;

/** The sections of a message that hold records. */
export const Section = Object.freeze({ ANSWER: 0, AUTHORITY: 1, ADDITIONAL: 2 });

/** A question in a packet. */
export interface Question {
	/** Where its name begins. */
	readonly name: number;
	readonly type: number;
	readonly unicast: boolean;
}

/** A record in a packet. */
export interface Found {
	/** Of `Section`. */
	readonly section: number;
	/** Where its name begins. */
	readonly name: number;
	readonly type: number;
	/** Seconds; 0 when it is no longer true. */
	readonly ttl: number;
	/** Where its data begin, and how many bytes they are. */
	readonly data: number;
	readonly length: number;
}

/** A received message. What is cut off or no message has no questions and no records from there on. */
export class Packet {
	readonly bytes: Uint8Array;
	readonly #view: DataView;

	constructor(buffer: ArrayBuffer) {
		this.bytes = new Uint8Array(buffer);
		this.#view = new DataView(buffer);
	}

	get kind(): "query" | "response" | undefined {
		if (this.bytes.length < HEADER) return undefined;
		const flags = this.#view.getUint16(2);
		if ((flags & OPCODE) !== 0) return undefined;
		return (flags & RESPONSE) === 0 ? "query" : "response";
	}

	get id(): number {
		return this.#view.getUint16(0);
	}

	get questionCount(): number {
		return this.#view.getUint16(4);
	}

	/** @returns Where the questions end; `undefined` when they are not whole. */
	questions(visit?: (question: Question) => void): number | undefined {
		let position = HEADER;
		for (let left = this.questionCount; left > 0; left--) {
			const end = afterName(this.bytes, position);
			if (end === undefined || end + 4 > this.bytes.length) return undefined;
			const type = this.#view.getUint16(end);
			visit?.({ name: position, type, unicast: (this.#view.getUint16(end + 2) & UNICAST) !== 0 });
			position = end + 4;
		}
		return position;
	}

	records(visit: (record: Found) => void): void {
		let position = this.questions();
		for (const section of [Section.ANSWER, Section.AUTHORITY, Section.ADDITIONAL]) {
			for (let left = this.#view.getUint16(6 + 2 * section); left > 0; left--) {
				if (position === undefined) return;
				position = this.record(section, position, visit);
			}
		}
	}

	/** @returns Where it ends; `undefined` when it is not whole. */
	private record(section: number, name: number, visit: (record: Found) => void): number | undefined {
		const end = afterName(this.bytes, name);
		if (end === undefined || end + 10 > this.bytes.length) return undefined;
		const data = end + 10;
		const length = this.#view.getUint16(end + 8);
		if (data + length > this.bytes.length) return undefined;
		visit({
			...{ section, name, data, length },
			type: this.#view.getUint16(end),
			ttl: this.#view.getUint32(end + 4),
		});
		return data + length;
	}
}
