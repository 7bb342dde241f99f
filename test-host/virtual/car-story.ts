import { readdirSync, readFileSync } from "node:fs";
import type { CanFrame } from "../../src/can/frame";
import type { Layout } from "../../src/leaf/generation";
import { type CarFile, type Change, parseCarFile } from "./car-file";
import { frameOf, parseFrame } from "./frame-text";

const FOLDER = new URL("./cars/", import.meta.url);

/** The names of the built-in cars. */
export const CAR_NAMES: readonly string[] = readdirSync(FOLDER).map((file) => file.replace(/\.json$/, ""));

/** @throws Error with everything that is wrong with the file. */
export function builtInCar(name: string): CarFile {
	const result = parseCarFile(readFileSync(new URL(`${name}.json`, FOLDER), "utf8"));
	if ("errors" in result) throw new Error(`${name}: ${result.errors.join("; ")}`);
	return result.car;
}

/** What the last part of a car's name stands for. */
export interface Pack {
	/** Bytes of the group 01 reply (Leaf protocol facts, 4.2). */
	readonly length: number;
	/** Capacity when new (section 6). */
	readonly newAh: number;
	/** The maximum that is broadcast; packs of 24 kWh do not tell it. */
	readonly maxGids?: number;
}

const PACKS: Readonly<Record<string, Pack>> = {
	"24": { length: 41, newAh: 66.25 },
	"30": { length: 43, newAh: 79.5, maxGids: 363 },
	"40": { length: 53, newAh: 115, maxGids: 500 },
	"62": { length: 53, newAh: 176.4, maxGids: 750 },
};

/** @throws RangeError when the name of the car does not end in the kWh of a pack. */
export function packOf(name: string): Pack {
	const pack = PACKS[name.split("-")[1] as string];
	if (pack === undefined) throw new RangeError(`what pack has ${name}?`);
	return pack;
}

/** All that a car sends and answers from one moment of its timeline to the next. */
export interface Scene {
	readonly atMs: number;
	readonly layout: Layout;
	/** What changes at this moment. */
	readonly change: Change;
	/** What is sent under an identifier such as `0x55B`, in turn. */
	readonly frames: ReadonlyMap<string, readonly CanFrame[]>;
	/** What is answered to a request such as `0x79B#022101`, put together from its frames. */
	readonly payloads: ReadonlyMap<string, Uint8Array>;
}

/** The car's day, beginning with the moment when it wakes up (0 ms). */
export function scenesOf(car: CarFile): Scene[] {
	const frames = new Map<string, CanFrame[]>();
	const payloads = new Map<string, Uint8Array>();
	const layout = car.bus === "car-can" ? "CAR" : car.generation;
	return [{ ...car, atMs: 0 }, ...(car.timeline ?? [])].map((change) => {
		for (const { id, data } of change.broadcast ?? []) {
			frames.set(
				id,
				[data].flat().map((hex) => frameOf(Number(id), hex)),
			);
		}
		for (const { request, frames: reply } of change.replies ?? []) {
			if (reply.length === 0) payloads.delete(request);
			else payloads.set(request, payloadOf(reply));
		}
		return { atMs: change.atMs, layout, change, frames: new Map(frames), payloads: new Map(payloads) };
	});
}

/**
 * Puts the frames of a reply together (ISO 15765-2). Strict, so that no mistake in a car file passes.
 *
 * @throws RangeError when frames are missing, too many, short or out of turn.
 */
export function payloadOf(reply: readonly string[]): Uint8Array {
	const [head, ...rest] = reply.map(parseFrame) as [CanFrame, ...CanFrame[]];
	const whole = [head, ...rest].every(({ id, dlc }) => dlc === 8 && id === head.id);
	const inTurn = rest.every(({ data }, index) => data[0] === (0x20 | ((index + 1) & 0x0f)));
	const single = (head.data[0] as number) <= 7;
	const length = single
		? (head.data[0] as number)
		: (((head.data[0] as number) & 0x0f) << 8) | (head.data[1] as number);
	const bytes = [head.data.subarray(single ? 1 : 2), ...rest.map(({ data }) => data.subarray(1))].flatMap(
		(part) => [...part],
	);
	const surplus = bytes.length - length;
	if (!whole || !inTurn || surplus < 0 || surplus > 7 || (single && rest.length > 0)) {
		throw new RangeError(`${reply[0]} and what follows is no reply`);
	}
	return Uint8Array.from(bytes.slice(0, length));
}
