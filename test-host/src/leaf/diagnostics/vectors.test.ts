import { describe, expect, test } from "@jest/globals";
import { type IsoTpEvent, IsoTpReceiver } from "../../../../src/can/iso-tp-receiver";
import { replyFor } from "../../../../src/leaf/decode-only/catalogue";
import { isRefusal, type ReplyDefinition, type ReplyValues } from "../../../../src/leaf/diagnostics/reply";
import { parseResponse } from "../../../../src/leaf/diagnostics/response";
import { frameOf, parseCanId } from "../../../virtual/frame-text";
import { bytes } from "./reply-examples";
import { expectValues, factsOf, type ReplyFacts, type ReplyVector, replyVectors } from "./reply-vectors";

const FAILURES: readonly IsoTpEvent[] = ["timeout", "sequence-gap"];
/** What the firmware has no use for: the tool tells it (test-host/cli/replies.test.ts). */
const OF_THE_TOOL = ["payloadLen", "firstCellsMv", "lastCellsMv", "shuntBytesHex", "powerOnByte"];
/** Nobody decodes this one. */
const RAW = "0E24";

const VECTORS = replyVectors();

describe("captured replies", () => {
	test("are all here, or none in a clone of the project alone", () => {
		expect([0, 111]).toContain(VECTORS.length);
	});

	for (const vector of VECTORS) test(vector.id, () => check(vector, factsOf(vector)));
});

function check(vector: ReplyVector, facts: ReplyFacts): void {
	const { id, events, payload } = receive(vector);
	expect(events.filter((event) => event === "complete")).toHaveLength(facts.complete ? 1 : 0);
	expect(events.at(-1) === "complete" || events.some((event) => FAILURES.includes(event))).toBe(true);
	expect(events.filter((event) => event === "send-flow-control").length > 1).toBe(facts.restarted);
	if (facts.negative) checkRefusal(payload, facts);
	else if (facts.did === RAW) expect(replyFor(id, payload)).toBeUndefined();
	else if (facts.complete) checkValues(id, payload, vector, facts);
	// The firmware takes no reply without its end, but what there is of it must be read rightly all the same.
	else if (facts.group !== undefined) checkValues(id, beginningOf(vector), vector, facts);
}

/** The payload of a first frame and those that follow it. */
function beginningOf({ data }: ReplyVector): Uint8Array {
	return bytes(data.map((hex, index) => hex.slice(index === 0 ? 4 : 2)).join(""));
}

/** Hears the frames, each 10 ms after the one before, and then nothing for a second. */
function receive({ canId, data }: ReplyVector) {
	const id = parseCanId(canId);
	const receiver = new IsoTpReceiver();
	receiver.expect(0);
	const events: IsoTpEvent[] = data.map((hex, index) => receiver.accept(frameOf(id, hex), index * 10));
	const payload = receiver.payload.slice();
	return { id, payload, events: [...events, receiver.tick(1e4) ?? []].flat() };
}

function checkRefusal(payload: Uint8Array, { service, nrc, pending }: ReplyFacts): void {
	const response = parseResponse(payload);
	expect(response).toMatchObject({ kind: "negative", service: Number(service), nrc: Number(nrc) });
	expect(response).toHaveProperty("refusal", pending ? "pending" : expect.not.stringMatching("pending"));
}

function checkValues(id: number, payload: Uint8Array, { request }: ReplyVector, facts: ReplyFacts): void {
	const definition = replyFor(id, payload) as ReplyDefinition;
	if (request !== undefined) expect(requestOf(definition)).toBe(request);
	expect(definition.maxLength).toBeGreaterThanOrEqual(facts.announcedLen ?? payload.length);
	const values = definition.decode(payload) as ReplyValues;
	expect(isRefusal(values)).toBe(false);
	const expected = Object.entries(facts.values).filter(
		([name]) => name in values || !OF_THE_TOOL.includes(name),
	);
	expectValues(values, Object.fromEntries(expected));
}

/** Written as the vectors do: `79B 02 21 01`. */
function requestOf({ ecu, request }: ReplyDefinition): string {
	const frame = [request.length, ...request].map((byte) => byte.toString(16).padStart(2, "0"));
	return [ecu.request.toString(16), ...frame].join(" ").toUpperCase();
}
