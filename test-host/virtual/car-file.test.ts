import { describe, expect, test } from "@jest/globals";
import fc from "fast-check";
import { checkCarFile, parseCarFile } from "./car-file";

const BROADCAST = { id: "0x55B", data: ["A5C0", "A5C1"], periodMs: 100 };
const REPLY = { request: "0x79B#022101", frames: ["0x7BB#037F2112FFFFFFFF"] };
const CAR = { name: "Mine", generation: "AZE0", bus: "ev-can", broadcast: [BROADCAST], replies: [REPLY] };

const errorsOf = (document: unknown): string[] => {
	const result = checkCarFile(document);
	return "errors" in result ? result.errors : [];
};

describe("a good car file", () => {
	test("is the car", () => {
		const car = { ...CAR, timeline: [{ atMs: 500, broadcast: [{ ...BROADCAST, data: "" }] }] };
		expect(parseCarFile(JSON.stringify(car))).toEqual({ car });
	});

	test("may leave out what the car does not do", () => {
		expect(errorsOf({ name: "Mute", generation: "ZE1", bus: "obd-gateway" })).toEqual([]);
	});

	test("may end a broadcast or a reply", () => {
		const end = { atMs: 1, broadcast: [{ ...BROADCAST, data: [] }], replies: [{ ...REPLY, frames: [] }] };
		expect(errorsOf({ ...CAR, timeline: [end] })).toEqual([]);
	});
});

describe("a bad car file", () => {
	const broadcast = (change: object) => ({ ...CAR, broadcast: [BROADCAST, { ...BROADCAST, ...change }] });
	const reply = (change: object) => ({ ...CAR, replies: [{ ...REPLY, ...change }] });

	test.each([
		[broadcast({ data: ["00", "0Z"] }), 'broadcast[1].data[1]: "0Z" is not up to 8 bytes in hex'],
		[broadcast({ data: "001" }), 'broadcast[1].data: "001" is not up to 8 bytes'],
		[broadcast({ data: "001122334455667788" }), 'broadcast[1].data: "001122334455667788" is not up to 8'],
		[broadcast({ data: 5 }), "broadcast[1].data: 5 is not up to 8 bytes"],
		[broadcast({ id: "55B" }), 'broadcast[1].id: "55B" is not a CAN identifier such as 0x55B'],
		[broadcast({ id: "0x800" }), 'broadcast[1].id: "0x800" is not a CAN identifier'],
		[broadcast({ id: undefined }), "broadcast[1].id: nothing is not a text"],
		[broadcast({ periodMs: 0 }), "broadcast[1].periodMs: 0 is not a whole number from 1"],
		[broadcast({ periodMs: "100" }), 'broadcast[1].periodMs: "100" is not a whole number'],
		[broadcast({ perodMs: 1 }), "broadcast[1].perodMs: no such key; there are id, data, periodMs"],
		[reply({ request: "0x79B" }), 'replies[0].request: "0x79B" is not a frame such as 0x79B#022101'],
		[reply({ request: "0x79B#2101" }), 'replies[0].request: "0x79B#2101" is not a request in a single frame'],
		[reply({ request: "0x79B#0321" }), 'replies[0].request: "0x79B#0321" is not a request in a single frame'],
		[reply({ frames: ["0x7BB#0"] }), 'replies[0].frames[0]: "0" is not up to 8 bytes in hex'],
		[reply({ frames: "0x7BB#00" }), 'replies[0].frames: "0x7BB#00" is not a list'],
		[{ ...CAR, name: "" }, 'name: "" is not a text'],
		[{ ...CAR, generation: "ZE2" }, 'generation: "ZE2" is none of ZE0, AZE0, ZE1'],
		[{ ...CAR, bus: "can" }, 'bus: "can" is none of ev-can, car-can, obd-gateway'],
		[{ ...CAR, broadcast: {} }, "broadcast: {} is not a list"],
		[{ ...CAR, timeline: [{ broadcast: [] }] }, "timeline[0].atMs: nothing is not a whole number from 0"],
		[{ ...CAR, timeline: [{ atMs: 1, broadcast: [7] }] }, "timeline[0].broadcast[0]: 7 is not an object"],
		[[], "the whole: [] is not an object"],
		[null, "the whole: null is not an object"],
	])("is refused %#", (document, message) => {
		expect(errorsOf(document)).toEqual([expect.stringContaining(message)]);
	});

	test("names everything that is wrong", () => {
		expect(errorsOf({ ...CAR, name: 1, bus: 2, colour: "red" })).toHaveLength(3);
	});

	test("of any content is refused without exception", () => {
		fc.assert(fc.property(fc.anything(), (document) => errorsOf(document).length > 0));
	});

	test("that is not JSON says where", () => {
		expect(parseCarFile("{")).toEqual({ errors: [expect.stringMatching(/^not JSON: /)] });
	});
});
