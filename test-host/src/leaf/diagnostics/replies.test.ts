import { describe, expect, test } from "@jest/globals";
import fc from "fast-check";
import { REPLIES, replyFor } from "../../../../src/leaf/decode-only/catalogue";
import { ECUS } from "../../../../src/leaf/diagnostics/ecu";
import { answers, isRefusal, type ReplyDefinition } from "../../../../src/leaf/diagnostics/reply";
import { bytes, EXAMPLES } from "./reply-examples";

const named = (name: string) => REPLIES.find((reply) => reply.name === name) as ReplyDefinition;
/** The first bytes of an answer. */
const headOf = ({ request: [service = 0, ...rest] }: ReplyDefinition) => [service + 0x40, ...rest];

/** A value that cannot make anybody stumble: no NaN, nothing infinite, nothing missing that has a name. */
function isSound(value: unknown): boolean {
	if (Array.isArray(value)) return value.every((one) => one === null || isSound(one));
	return typeof value === "string" || Number.isFinite(value);
}

describe.each(EXAMPLES)("$name of $payload", ({ name, id, payload, values }) => {
	const definition = named(name);

	test("tells what it should", () => {
		expect(definition.decode(bytes(payload))).toEqual(values);
	});

	test("is found by its frames' identifier and its first bytes", () => {
		expect(replyFor(id, bytes(payload))).toBe(definition);
		expect(replyFor(id + 1, bytes(payload))).not.toBe(definition);
		expect(definition.maxLength).toBeGreaterThanOrEqual(payload.length / 2);
	});

	test("with bytes too many tells the same", () => {
		const { payloadLen: _, ...known } = values;
		if (name !== "dtcs") expect(definition.decode(bytes(`${payload}FF`))).toMatchObject(known);
	});

	// Which layout group 01 has, only its length tells; how long the text of group 83 is, nobody knows.
	if (!["group01", "group83"].includes(name)) {
		test("cut short tells nothing else", () => {
			for (let length = 0; length < payload.length / 2; length++) {
				const part = definition.decode(bytes(payload).subarray(0, length));
				const known = isRefusal(part) || name.startsWith("dtcs") ? {} : part;
				expect(Object.entries(values)).toEqual(expect.arrayContaining(Object.entries(known)));
			}
		});
	}
});

describe("every definition", () => {
	test("has an example, and a name of its own", () => {
		const names = REPLIES.map(({ name }) => name);
		expect(new Set(names).size).toBe(names.length);
		// The trouble codes of all control units come in one form.
		const alike = (name: string) => name.startsWith("dtcs");
		expect(names.filter((name) => !alike(name) && EXAMPLES.every((one) => one.name !== name))).toEqual([]);
	});

	test("only reads, and is the only one with its request", () => {
		const requests = REPLIES.map(({ ecu, request }) => `${ecu.request.toString(16)} ${request.join(" ")}`);
		expect(new Set(requests).size).toBe(requests.length);
		expect(new Set(REPLIES.map(({ request }) => request[0]))).toEqual(new Set([0x19, 0x21, 0x22]));
	});

	test.each(REPLIES)("$name takes any bytes", (definition) => {
		const { decode, request } = definition;
		fc.assert(
			fc.property(fc.uint8Array({ maxLength: definition.maxLength + 8 }), (rest) => {
				for (const payload of [rest, Uint8Array.of(...headOf(definition), ...rest)]) {
					const result = decode(payload);
					if (isRefusal(result)) {
						expect(["other-reply", "too-short", "wake-up"]).toContain(result.reason);
						expect(result.reason === "other-reply").toBe(!answers(request, payload));
					} else expect(Object.values(result).filter((value) => !isSound(value))).toEqual([]);
				}
			}),
		);
	});

	test.each(REPLIES)("$name refuses another answer and an empty one", ({ decode }) => {
		for (const hex of ["", "7F2112", "61FF0000", "62FFFF0000", "59010E"]) {
			expect(decode(bytes(hex))).toEqual({ reason: "other-reply" });
		}
	});
});

test("control units have identifiers of their own", () => {
	const ids = ECUS.flatMap(({ request, reply }) => [request, reply]);
	expect(new Set(ids).size).toBe(2 * ECUS.length);
	expect(ids.filter((id) => id < 0x700 || id > 0x7ff)).toEqual([]);
});
