import { describe, expect, test } from "@jest/globals";
import fc from "fast-check";
import { judgeReply, parseResponse } from "../../../../src/leaf/diagnostics/response";

const parse = (...bytes: number[]) => parseResponse(Uint8Array.from(bytes));
const judge = (request: readonly number[], ...bytes: number[]) => judgeReply(request, Uint8Array.from(bytes));

const GROUP_01 = [0x21, 0x01];
const PLUG = [0x22, 0x12, 0x34];
const CODES = [0x19, 0x02, 0x0e];

describe("an answer", () => {
	test("names the service that was asked for", () => {
		expect(parse(0x61, 0x01, 0xff)).toEqual({ kind: "positive", service: 0x21 });
		expect(parse(0x62, 0x12, 0x03, 0, 19)).toEqual({ kind: "positive", service: 0x22 });
	});

	test.each([
		[0x11, "unsupported"],
		[0x12, "unsupported"],
		[0x31, "unsupported"],
		[0x21, "busy"],
		[0x78, "pending"],
		[0x22, "refused"],
		[0x80, "refused"],
	])("may be a refusal: code %p means %s", (nrc, refusal) => {
		expect(parse(0x7f, 0x21, nrc)).toEqual({ kind: "negative", service: 0x21, nrc, refusal });
	});

	test.each([[[]], [[0x7f]], [[0x7f, 0x21]], [[0x21, 0x01]]])("%p is none", (bytes) => {
		expect(parse(...bytes)).toEqual({ kind: "malformed" });
	});

	test("of any bytes is parsed without exception", () => {
		fc.assert(
			fc.property(fc.uint8Array({ maxLength: 12 }), (payload) => {
				expect(["positive", "negative", "malformed"]).toContain(parseResponse(payload).kind);
			}),
		);
	});
});

describe("to a request of ours", () => {
	test("the answer repeats what was asked for", () => {
		expect(judge(GROUP_01, 0x61, 0x01, 0xff)).toBe("positive");
		expect(judge(PLUG, 0x62, 0x12, 0x34, 2)).toBe("positive");
		expect(judge(CODES, 0x59, 0x02, 0xff)).toBe("positive");
		expect(judge([0x3e, 0x01], 0x7e, 0x01)).toBe("positive");
	});

	test("the refusal repeats the service", () => {
		expect(judge(GROUP_01, 0x7f, 0x21, 0x78)).toBe("pending");
		expect(judge(GROUP_01, 0x7f, 0x21, 0x21)).toBe("busy");
		expect(judge(PLUG, 0x7f, 0x22, 0x31)).toBe("unsupported");
		expect(judge(PLUG, 0x7f, 0x22, 0x22)).toBe("refused");
	});

	test.each([
		["another group", GROUP_01, [0x61, 0x02, 0xff]],
		["another identifier", PLUG, [0x62, 0x12, 0x35, 2]],
		["an identifier that is cut short", PLUG, [0x62, 0x12]],
		["another service", GROUP_01, [0x62, 0x01, 0xff]],
		["other trouble codes", CODES, [0x59, 0x01, 0xff]],
		["a refusal of another service", GROUP_01, [0x7f, 0x22, 0x12]],
		["a refusal that is cut short", GROUP_01, [0x7f, 0x21]],
		["the request itself", GROUP_01, [0x21, 0x01]],
		["nothing", GROUP_01, []],
	])("%s is somebody else's", (_, request, bytes) => {
		expect(judge(request, ...bytes)).toBe("foreign");
	});
});
