import type { CanFrame } from "../can/frame";
import type { CarBus } from "../leaf/car-bus";
import type { ReplyDefinition, ReplyValues } from "../leaf/diagnostics/reply";
import type { Generation } from "../leaf/generation";
import type { RejectReason } from "../leaf/integrity";
import { FOLLOWED_REPLIES, requestText, type TextName } from "./followed-replies";
import { type Forced, Identity } from "./identity";
import type { Input } from "./input";
import { connect, inputsOf } from "./inputs";
import type { Doubt, Reading } from "./reading";
import { makeReadings, type Readings } from "./readings";

/** A value this young, ms, is not replaced by a diagnostic reply to something else: broadcasts come more often. */
const BROADCAST_LEADS_FOR = 5000;

/** Why frames and values were not taken, counted since boot. */
export type Rejected = Record<RejectReason | Doubt, number>;

/** Where the car is tapped, EV-CAN when left out, and what need not be found out. */
export interface VehicleOptions extends Forced {
	readonly bus?: CarBus;
}

/** The car as known now. Frames and diagnostic replies go in; readings with age, source and quality come out. */
export class Vehicle {
	readonly readings: Readings = makeReadings();
	readonly rejected: Rejected = { crc: 0, dlc: 0, implausible: 0, jump: 0 };
	/** Which Leaf this is, with which pack. */
	readonly identity: Identity;
	readonly #bus: CarBus;
	readonly #inputs: Map<number, Input>;
	#generation: Generation | undefined;
	readonly #texts: Record<TextName, string | undefined>;

	constructor({ bus = "ev-can", ...forced }: VehicleOptions = {}) {
		this.#bus = bus;
		this.identity = new Identity(bus, this.readings, forced);
		this.#inputs = inputsOf(bus);
		this.#texts = { vin: undefined, troubleCodes: undefined };
		this.#generation = this.identity.generation;
		connect(this.#inputs, bus, this.#generation, this.readings);
	}

	/** Vehicle identification number. */
	get vin(): string | undefined {
		return this.#texts.vin;
	}

	/** Of the battery controller, such as `P33D7 U1000`; `none` when it has told that there are none. */
	get troubleCodes(): string | undefined {
		return this.#texts.troubleCodes;
	}

	/** Takes one broadcast frame; unknown ids are ignored, bad frames counted. `now`: monotonic ms. */
	receive(frame: CanFrame, now: number): void {
		const input = this.#inputs.get(frame.id);
		if (input === undefined) return;
		const bad = input.check(frame);
		if (bad !== undefined) {
			this.rejected[bad] += 1;
			return;
		}
		// No destructuring and no calls that can be spared: either takes XS more bytecodes than all else in here.
		let follower = input.first;
		input.wait -= 1;
		if (input.wait === 0) {
			if (input.searching) this.#search(input, frame);
			input.wait = input.pace;
			follower = input.withSlow;
		}
		const data = frame.data;
		const source = input.source;
		for (; follower !== undefined; follower = follower.next) {
			// Nothing, too, is not between two numbers.
			const value = follower.read(data) as number;
			const reading = follower.reading;
			if (value >= reading.low && value <= reading.high) {
				reading.value = value;
				reading.at = now;
				reading.source = source;
			} else if (value !== undefined) this.#offer(reading, value, now, source);
		}
	}

	/** Takes a complete diagnostic reply, whoever asked, and what it tells. `now`: monotonic ms. */
	receiveReply(definition: ReplyDefinition, payload: Uint8Array, now: number, values: ReplyValues): void {
		const source = requestText(definition);
		if (this.identity.hearReply(source, payload)) this.#reconnect();
		const followed = FOLLOWED_REPLIES.find(({ reply }) => reply === definition);
		if (followed === undefined) return;
		for (const [name, pick] of followed.numbers) {
			const value = pick(values);
			const reading = this.readings[name];
			const taken = reading.source !== source && reading.fresh(now, BROADCAST_LEADS_FOR) !== undefined;
			if (value !== undefined && !taken) this.#offer(reading, value, now, source);
		}
		for (const [name, pick] of followed.texts) this.#texts[name] = pick(values) ?? this.#texts[name];
	}

	#offer(reading: Reading, value: number, now: number, source: string): void {
		const doubt = reading.offer(value, now, source);
		if (doubt !== undefined) this.rejected[doubt] += 1;
	}

	#search(input: Input, frame: CanFrame): void {
		const clue = input.search(frame);
		if (clue !== undefined && this.identity.hear(clue)) this.#reconnect();
	}

	/** The generation has become known. Had it been taken for another one, what was read so far would mean nothing. */
	#reconnect(): void {
		if (this.#generation !== undefined) for (const reading of Object.values(this.readings)) reading.forget();
		this.#generation = this.identity.generation;
		connect(this.#inputs, this.#bus, this.#generation, this.readings);
	}
}
