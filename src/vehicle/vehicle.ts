// biome-ignore-all lint/style/noNonNullAssertion: the place of an input and the number of a reading are always within the arrays

import type { CanFrame } from "../can/frame";
import type { CarBus } from "../leaf/car-bus";
import type { ReplyDefinition, ReplyValues } from "../leaf/diagnostics/reply";
import type { Generation } from "../leaf/generation";
import type { RejectReason } from "../leaf/integrity";
import { Attention } from "./attention";
import { FOLLOWED_REPLIES, requestText, type TextName } from "./followed-replies";
import { READING } from "./gates";
import { type Forced, Identity } from "./identity";
import type { Follower, Input } from "./input";
import { type Inputs, inputsFor } from "./inputs";
import type { Doubt } from "./reading";
import { Readings } from "./readings";
import { replySource } from "./source";

/** International mile (1959). */
const KM_PER_MILE = 1.609344;

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
	readonly readings = new Readings();
	readonly rejected: Rejected = { crc: 0, dlc: 0, implausible: 0, jump: 0 };
	/** Which Leaf this is, with which pack. */
	readonly identity: Identity;
	readonly #bus: CarBus;
	readonly #attention: Attention;
	/** Of the readings and of the attention, for the hot path. */
	readonly #readings = this.readings.all;
	readonly #waits: Uint8Array;
	readonly #texts: Record<TextName, string | undefined>;
	#generation: Generation | undefined;
	#inputs: Inputs;

	constructor({ bus = "ev-can", ...forced }: VehicleOptions = {}) {
		this.#bus = bus;
		this.identity = new Identity(bus, this.readings, forced);
		this.#texts = { vin: undefined, troubleCodes: undefined };
		this.#generation = this.identity.generation;
		this.#inputs = inputsFor(bus, this.#generation);
		this.#attention = new Attention(Object.keys(this.#inputs).length);
		this.#waits = this.#attention.waits;
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
		const id = frame.id;
		const input = this.#inputs[id];
		if (input === undefined) return;
		const bad = input.check(frame);
		if (bad !== undefined) {
			this.rejected[bad] += 1;
			return;
		}
		// No destructuring and no calls that can be spared: either takes XS more bytecodes than all else in here.
		let follower = input.first;
		const wait = this.#waits[input.place]! - 1;
		if (wait > 0) this.#waits[input.place] = wait;
		else if (wait === 0) follower = this.lookCloser(input, frame);
		const data = frame.data;
		const readings = this.#readings;
		for (; follower !== undefined; follower = follower.next) {
			// Nothing, too, is not between two numbers.
			const value = follower.read(data) as number;
			const reading = readings[follower.reading]!;
			if (value >= reading.low && value <= reading.high) {
				reading.value = value;
				reading.at = now;
				reading.source = id;
			} else if (value !== undefined) this.follow(follower, value, now, id);
		}
	}

	/** Takes a complete diagnostic reply, whoever asked, and what it tells. `now`: monotonic ms. */
	receiveReply(definition: ReplyDefinition, payload: Uint8Array, now: number, values: ReplyValues): void {
		if (this.identity.hearReply(requestText(definition), payload)) this.reconnect();
		const source = replySource(definition);
		const followed = FOLLOWED_REPLIES.find(({ reply }) => reply === definition);
		if (source === undefined || followed === undefined) return;
		for (const [name, pick] of followed.numbers) {
			const value = pick(values);
			const taken =
				this.readings.source(READING[name]) !== source &&
				this.readings.fresh(READING[name], now, BROADCAST_LEADS_FOR) !== undefined;
			if (value !== undefined && !taken) this.offer(READING[name], value, now, source);
		}
		for (const [name, pick] of followed.texts) this.#texts[name] = pick(values) ?? this.#texts[name];
	}

	/** What counts kilometres or miles is held back until the unit is known, and never taken without a look. */
	private follow({ reading, inDistanceUnit }: Follower, value: number, now: number, source: number): void {
		if (!inDistanceUnit) {
			this.offer(reading, value, now, source);
			return;
		}
		const miles = this.#readings[READING.distanceUnit]?.value;
		if (miles === undefined) return;
		this.offer(reading, miles === 1 ? value * KM_PER_MILE : value, now, source);
		this.#readings[reading]?.close();
	}

	private offer(reading: number, value: number, now: number, source: number): void {
		const doubt = this.readings.offer(reading, value, now, source);
		if (doubt !== undefined) this.rejected[doubt] += 1;
	}

	/** Searches the frame for clues. @returns The signals to read in it. */
	private lookCloser(input: Input, frame: CanFrame): Follower | undefined {
		const clue = this.#attention.search(input, frame);
		if (clue !== undefined && this.identity.hear(clue)) this.reconnect();
		const meant = this.#inputs[frame.id] as Input;
		this.#attention.looked(meant);
		return meant.withSlow;
	}

	/** The generation has become known. Had it been taken for another one, what was read so far would mean nothing. */
	private reconnect(): void {
		if (this.#generation !== undefined) this.readings.forget();
		this.#generation = this.identity.generation;
		this.#inputs = inputsFor(this.#bus, this.#generation);
		this.#attention.renew();
	}
}
