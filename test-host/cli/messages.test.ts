import { readFileSync } from "node:fs";
import { describe, expect, test } from "@jest/globals";
import fc from "fast-check";
import { GENERATIONS, type Generation } from "../../src/leaf/generation";
import { decode } from "../../src/leaf/message";
import { sharedFile, sharedVectors, type Vector } from "../helpers/shared";
import { parseCandump } from "../virtual/candump";
import { frameOf } from "../virtual/frame-text";
import { MESSAGES, messageWithId } from "./messages";

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
	readonly finalState: Readonly<Record<string, number>>;
}

test("messages are found by their id, and have different ones", () => {
	expect(messageWithId(0x55b)?.name).toBe("state of charge");
	expect(messageWithId(0x123)).toBeUndefined();
	expect(new Set(MESSAGES.map(({ id }) => id)).size).toBe(MESSAGES.length);
});

test("any 8 bytes can be read", () => {
	const data = fc.uint8Array({ minLength: 8, maxLength: 8 });
	fc.assert(
		fc.property(
			fc.constantFrom(...MESSAGES),
			fc.constantFrom(...GENERATIONS),
			data,
			(message, generation, bytes) => {
				for (const value of Object.values(decode(message, generation, bytes))) {
					expect(value === null || Number.isFinite(value)).toBe(true);
				}
			},
		),
	);
});

const decoded = (vector: Vector) => messageWithId(Number(vector.canId)) !== undefined;
for (const vector of sharedVectors((each) => each.kind === "broadcast" && decoded(each))) {
	test(`vector ${vector.id}`, () => expectVector(vector));
}

function expectVector({
	canId,
	data,
	decodeAs,
	expect: { crcOk = true, rejected, ...signals },
}: Vector): void {
	const frame = frameOf(Number(canId), data as string);
	const message = messageWithId(frame.id) as (typeof MESSAGES)[number];
	expect(message.check(frame)).toBe(rejected ?? (crcOk ? undefined : "crc"));
	if (message.check(frame) !== undefined) return;
	const actual = decode(message, decodeAs, frame.data);
	for (const [name, value] of Object.entries(signals)) {
		if (value === null) expect([name, actual[name]]).toEqual([name, null]);
		else expect(actual[name]).toBeCloseTo(value as number, 3);
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
		expect(stateAfter(log, "ZE1").get("55B.socPct")).toBeCloseTo(86.6, 9);
	});
});

function stateAfter(text: string, generation: Generation): Map<string, number> {
	const state = new Map<string, number>();
	const { log, errors } = parseCandump(text);
	expect(errors).toEqual([]);
	for (const { id, data } of log) {
		const message = messageWithId(id);
		const frame = frameOf(id, Buffer.from(data).toString("hex"));
		if (message === undefined || message.check(frame) !== undefined) continue;
		for (const [name, value] of Object.entries(decode(message, generation, frame.data))) {
			if (value !== null) state.set(`${id.toString(16).toUpperCase()}.${name}`, value);
		}
	}
	return state;
}

function expectReplay(log: string, end: string): void {
	const { decodeAs, finalState } = JSON.parse(readFileSync(end, "utf8")) as FinalState;
	const state = stateAfter(readFileSync(log, "utf8"), decodeAs);
	const known = Object.entries(finalState).filter(
		([key]) => messageWithId(Number.parseInt(key, 16)) !== undefined,
	);
	expect(known.length).toBeGreaterThan(15);
	for (const [key, value] of known) expect([key, state.get(key)]).toEqual([key, expect.closeTo(value, 3)]);
}
