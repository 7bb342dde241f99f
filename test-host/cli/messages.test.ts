import { readFileSync } from "node:fs";
import { describe, expect, test } from "@jest/globals";
import fc from "fast-check";
import { body60d } from "../../src/leaf/broadcast/body-60d";
import { shift11a } from "../../src/leaf/broadcast/shift-11a";
import { GENERATIONS, type Generation, type Layout } from "../../src/leaf/generation";
import type { Message } from "../../src/leaf/message";
import { sharedFile, sharedVectors, type Vector } from "../helpers/shared";
import { parseCandump } from "../virtual/candump";
import { frameOf } from "../virtual/frame-text";
import { decodeBroadcast, MESSAGES, messageWithId, type SignalValue } from "./messages";

const LAYOUTS: readonly Layout[] = [...GENERATIONS, "CAR"];
const REPLAYS = [
	"ze0_24_startup",
	"ze0_24_shutdown",
	"ze1_62_startup",
	"ze1_62_drive_leafspy",
	"ze1_62_fullbus_1s",
	"ze1_62_quickcharge",
];

interface FinalState {
	readonly decodeAs: Generation;
	readonly finalState: Readonly<Record<string, number | string>>;
}

test("messages are found by their id, have different ones, and are in order", () => {
	expect(messageWithId(0x55b)?.name).toBe("state of charge");
	expect(messageWithId(0x123)).toBeUndefined();
	const ids = MESSAGES.map(({ id }) => id);
	expect(ids).toEqual([...new Set(ids)].sort((a, b) => a - b));
	expect(new Set(MESSAGES.map(({ name }) => name)).size).toBe(MESSAGES.length);
});

test("any 8 bytes can be read", () => {
	const data = fc.uint8Array({ minLength: 8, maxLength: 8 });
	const value = (each: SignalValue) => each === null || typeof each === "string" || Number.isFinite(each);
	fc.assert(
		fc.property(
			fc.constantFrom(...MESSAGES),
			fc.constantFrom(...LAYOUTS, undefined),
			data,
			(message, layout, bytes) => Object.values(decodeBroadcast(message, layout, bytes)).every(value),
		),
		{ numRuns: 1000 },
	);
});

describe("codes become texts", () => {
	const of = (message: Message, ...bytes: number[]) => {
		const data = new Uint8Array(8);
		data.set(bytes);
		return decodeBroadcast(message, "AZE0", data);
	};

	test("gear and power switch; a code without a text becomes null", () => {
		const gears = [0, 1, 2, 3, 4, 5].map((code) => of(shift11a, code << 4)["gear"]);
		expect(gears).toEqual(["P", "P", "R", "N", "D", null]);
		const switches = [0, 1, 2, 3].map((code) => of(shift11a, 0, code << 6)["onOff"]);
		expect(switches).toEqual([null, "on", "off", null]);
	});

	test("state of the car", () => {
		const states = [0, 1, 2, 3].map((code) => of(body60d, 0, code << 1)["state"]);
		expect(states).toEqual(["off", "accessory", "starting", "on"]);
	});

	test("which cells a temperature is of, and the temperature stays a number", () => {
		const history = messageWithId(0x5c0) as Message;
		const kinds = [0, 1, 2, 3].map((code) => of(history, code << 6)["kind"]);
		expect(kinds).toEqual([null, "max", "avg", "min"]);
		expect(of(history, 0x40, 0x50, 0x56)).toMatchObject({ tempC: 3, wakeTempC: 0 });
	});

	test("but not where the layout has no such signal", () => {
		const history = messageWithId(0x5c0) as Message;
		expect(decodeBroadcast(history, undefined, new Uint8Array(8))).toEqual({ dtcByte: 0 });
	});
});

const vectors = sharedVectors(({ kind }) => kind === "broadcast");
for (const vector of vectors) test(`vector ${vector.id}`, () => expectVector(vector));

if (vectors.length > 0) {
	test("no broadcast vector is left out", () => {
		const known = vectors.filter(({ canId }) => messageWithId(Number(canId)) !== undefined);
		expect(known.length).toBeGreaterThanOrEqual(439);
		expect(known).toHaveLength(vectors.length);
	});
}

function expectVector({
	canId,
	data,
	decodeAs,
	expect: { crcOk = true, rejected, ...signals },
}: Vector): void {
	const frame = frameOf(Number(canId), data as string);
	const message = messageWithId(frame.id) as Message;
	expect(message.layouts).toContain(decodeAs);
	expect(message.check(frame)).toBe(rejected ?? (crcOk ? undefined : "crc"));
	if (message.check(frame) !== undefined) return;
	expectValues(decodeBroadcast(message, decodeAs, frame.data), signals as Record<string, SignalValue>);
}

/** Numbers may differ by what binary fractions lose. */
function expectValues(
	actual: Readonly<Record<string, unknown>>,
	expected: Readonly<Record<string, SignalValue>>,
): void {
	for (const [name, value] of Object.entries(expected)) {
		const wanted = typeof value === "number" ? expect.closeTo(value, 3) : value;
		expect([name, actual[name]]).toEqual([name, wanted]);
	}
}

describe("recordings", () => {
	for (const name of REPLAYS) {
		const log = sharedFile(`vectors/replay/${name}.log`);
		const end = sharedFile(`vectors/replay/${name}.json`);
		if (log !== undefined && end !== undefined) test(name, () => expectReplay(log, end));
	}

	test("of a car: what is known at the end is the last that was said", () => {
		const log =
			"(1.0) can0 55B#D8800000E7001123\n(1.1) can0 55B#FFC05500FFC02193\n(1.2) can0 55B#D9800000E7001123\n";
		const { state, rejected } = replay(log, "ZE1");
		expect(state["55B.socPct"]).toBeCloseTo(86.6, 9);
		expect(rejected).toEqual(["55B#D9800000E7001123 crc"]);
	});

	test("of a car: temperatures are kept apart by the cells that they are of", () => {
		const log = "(1.0) can0 5C0#405056003C000002\n(1.5) can0 5C0#805654003CD40009\n";
		expect(replay(log, "ZE0").state).toMatchObject({
			"5C0.max.tempC": 3,
			"5C0.avg.tempC": 2,
			"5C0.dtcByte": 9,
		});
	});
});

/** The last value of every signal, and the frames that were not believed. */
function replay(text: string, generation: Generation) {
	const state: Record<string, SignalValue> = {};
	const rejected: string[] = [];
	const { log, errors } = parseCandump(text);
	expect(errors).toEqual([]);
	for (const { id, data } of log) {
		const message = messageWithId(id);
		if (message === undefined) continue;
		const hex = Buffer.from(data).toString("hex").toUpperCase();
		const frame = frameOf(id, hex);
		const bad = message.check(frame);
		if (bad !== undefined) rejected.push(`${id.toString(16).toUpperCase()}#${hex} ${bad}`);
		else keep(state, message, decodeBroadcast(message, generation, frame.data));
	}
	return { state, rejected };
}

function keep(
	state: Record<string, SignalValue>,
	message: Message,
	values: Readonly<Record<string, SignalValue>>,
): void {
	for (const [name, value] of Object.entries(values)) {
		const of = values[message.signals[name]?.when?.signal ?? ""];
		const path = [message.id.toString(16).toUpperCase(), ...(typeof of === "string" ? [of] : []), name];
		if (value !== null) state[path.join(".")] = value;
	}
}

function expectReplay(log: string, end: string): void {
	const { decodeAs, finalState } = JSON.parse(readFileSync(end, "utf8")) as FinalState;
	const { state, rejected } = replay(readFileSync(log, "utf8"), decodeAs);
	expect(rejected).toEqual([]);
	expect(Object.keys(finalState).length).toBeGreaterThan(35);
	expectValues(state, finalState);
}
