import { describe, expect, test } from "@jest/globals";
import fc from "fast-check";
import { parseCandump, parseCandumpLine } from "./candump";

const FRAME = { id: 0x1db, data: Uint8Array.of(0, 0x80, 0xc1, 0x2a, 0, 0, 1, 0xb2) };

describe("a line of a log", () => {
	test.each([
		["as candump -l writes it", "(1436509052.249713) can0 1DB#0080C12A000001B2", 1436509052.249713],
		["in small letters, with a direction", "(0.5) vcan1 1db#0080c12a000001b2 R", 0.5],
		["with the line end of another system", "(0.5) can0 1DB#0080C12A000001B2\r", 0.5],
		["as candump prints it", " can0  1DB   [8]  00 80 C1 2A 00 00 01 B2", undefined],
		["with a time stamp", " (002.500000)  can0  1DB   [8]  00 80 C1 2A 00 00 01 B2", 2.5],
		["with text", " (2.5)  can0  1DB   [8]  00 80 C1 2A 00 00 01 B2   '...*[1] 'x'", 2.5],
		["with a direction", " (2.5)  can0  RX - -  1DB   [8]  00 80 C1 2A 00 00 01 B2", 2.5],
	])("is read %s", (_, line, t) => {
		expect(parseCandumpLine(line)).toEqual({ t, ...FRAME });
	});

	test("may have no data", () => {
		expect(parseCandumpLine("(1) can0 7#")).toEqual({ t: 1, id: 7, data: new Uint8Array() });
		expect(parseCandumpLine("can0  007   [0]")).toEqual({ t: undefined, id: 7, data: new Uint8Array() });
	});

	test.each([
		["(1.0) can0 1DB 0080", /not a line of a candump log/],
		["{}", /not a line of a candump log/],
		["(1.0) can0 1DG#00", /identifier "1DG" is not hexadecimal/],
		["(1.0) can0 18DAF110#00", /29 bits/],
		["(1.0) can0 FFF#00", /above 7FF/],
		["(1.0) can0 1DB#0", /half a byte/],
		["(1.0) can0 1DB#0G", /"0G" is not hexadecimal/],
		["(1.0) can0 1DB#001122334455667788", /9 bytes of data/],
		["(1.0) can0 1DB##100", /CAN FD/],
		["(1.0) can0 1DB#R8", /remote frame/],
		["can0  1DB   [8]  remote request", /remote frame/],
		["can0  1DB   [8]  00 80", /2 bytes of data where \[8\] says 8/],
	])("%s is unreadable, and why is said", (line, reason) => {
		expect(parseCandumpLine(line)).toEqual({ reason: expect.stringMatching(reason) });
	});

	test("of any text gives a frame or a reason", () => {
		fc.assert(
			fc.property(
				fc.oneof(
					fc.string(),
					fc.string().map((text) => `(1.0) can0 1DB#${text}`),
				),
				(line) => {
					const read = parseCandumpLine(line);
					if ("reason" in read) expect(read.reason).not.toBe("");
					else expect(read.id <= 0x7ff && read.data.length <= 8).toBe(true);
				},
			),
		);
	});
});

test("a log is read but for the lines that cannot be, which are named", () => {
	const text = "(1.5) can0 1DB#00\n\ncan0  55B   [1]  01\nnonsense\n(2.0) can0 5BC#02\n";
	const { log, errors } = parseCandump(text);
	expect(log.map(({ t, id }) => [t, id])).toEqual([
		[1.5, 0x1db],
		[1.5, 0x55b],
		[2, 0x5bc],
	]);
	expect(errors).toEqual([expect.stringMatching(/^line 4: not a line/)]);
});
