import { describe, expect, test } from "@jest/globals";
import fc from "fast-check";
import { flowControl } from "../../../../src/can/flow-control";
import type { CanFrame } from "../../../../src/can/frame";
import { ECUS } from "../../../../src/leaf/diagnostics/ecu";
import { outgoing } from "../../../../src/leaf/polling/requests";
import { parseFrame } from "../../../virtual/frame-text";

describe("to the car may be sent", () => {
	test.each([
		["a group", "0x79B#0221010000000000"],
		["a group, padded with FF", "0x79B#022101FFFFFFFFFF"],
		["an identifier", "0x797#0322123400000000"],
		["the trouble codes", "0x79B#0319020E00000000"],
		["tester present", "0x743#023E010000000000"],
	])("%s", (_, text) => {
		const frame = parseFrame(text);
		expect(outgoing(frame)).toBe(frame);
	});

	test("flow control", () => {
		for (const frame of [
			flowControl(0x79b),
			flowControl(0x79b, "overflow"),
			flowControl(0x797, "continue", 1, 0),
		]) {
			expect(outgoing(frame)).toBe(frame);
		}
	});

	test("to every control unit that is known", () => {
		for (const { request } of ECUS) expect(outgoing(flowControl(request)).id).toBe(request);
	});
});

describe("to the car must not be sent", () => {
	test.each([
		["a session", "0x79B#0210C00000000000"],
		["the end of trouble codes", "0x79B#0414FFFFFF000000"],
		["trouble codes by another way", "0x79B#0319010E00000000"],
		["security access", "0x79B#0227010000000000"],
		["a value to write", "0x797#042E123400000000"],
		["a value to write, by group", "0x797#033B010000000000"],
		["a command to an output", "0x797#042F123403000000"],
		["a routine", "0x797#0431010000000000"],
		["a group and more", "0x79B#0321010000000000"],
		["two identifiers", "0x797#0522123412350000"],
		["an identifier cut short", "0x797#0222120000000000"],
		["nothing", "0x79B#0000000000000000"],
		["a frame cut short", "0x79B#022101"],
		["an empty frame", "0x79B#"],
		["a first frame", "0x79B#100A210100000000"],
		["a consecutive frame", "0x79B#2121010000000000"],
		["flow control that asks for patience", "0x79B#3100000000000000"],
		["flow control with a reserved status", "0x79B#3300000000000000"],
		["a request to all control units", "0x7DF#0221010000000000"],
		["a request to nobody", "0x7E0#0221010000000000"],
		["a reply", "0x7BB#0221010000000000"],
		["a broadcast", "0x1DB#0221010000000000"],
		["a frame that wakes the car up", "0x68C#0000000000000000"],
	])("%s", (_, text) => {
		expect(() => outgoing(parseFrame(text))).toThrow(RangeError);
	});

	test("anything else", () => {
		const data = fc.tuple(...Array.from({ length: 8 }, () => fc.nat(255)));
		const likely = fc.constantFrom(2, 3, 0x10, 0x19, 0x21, 0x22, 0x30, 0x3e);
		const head = fc.tuple(likely, likely, fc.oneof(likely, fc.nat(255)));
		const ids = fc.oneof(fc.nat(0x7ff), fc.constantFrom(...ECUS.map(({ request }) => request)));
		fc.assert(
			fc.property(ids, fc.nat(8), head, data, (id, dlc, head, rest) => {
				const frame: CanFrame = { id, dlc, data: Uint8Array.from([...head, ...rest.slice(3)]) };
				if (passes(frame)) expect(harmless(frame)).toBe(true);
			}),
			{ numRuns: 20_000 },
		);
	});
});

function passes(frame: CanFrame): boolean {
	try {
		outgoing(frame);
		return true;
	} catch (error) {
		expect(error).toBeInstanceOf(RangeError);
		return false;
	}
}

/** The rule once more, told in another way. */
function harmless({ id, dlc, data }: CanFrame): boolean {
	const hex = Buffer.from(data.subarray(0, dlc)).toString("hex");
	const allowed = /^(0221..|0322....|031902..|023e..|30....|32....)/.test(hex) && hex.length === 16;
	return (
		allowed &&
		[0x79b, 0x797, 0x743, 0x745, 0x784, 0x744, 0x740, 0x792, 0x79d, 0x70e, 0x746, 0x742].includes(id)
	);
}
