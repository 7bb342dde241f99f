import { describe, expect, test } from "@jest/globals";
import {
	expectValues,
	factsOf,
	type ReplyFacts,
	type ReplyVector,
	replyVectors,
} from "../src/leaf/diagnostics/reply-vectors";
import { frameOf, parseCanId } from "../virtual/frame-text";
import { type Decoded, LogDecoder } from "./log-decoder";

/** What the tool prints for frames that follow each other by 10 ms, from 1 s on. */
function decode(id: string, frames: readonly string[]): Decoded[] {
	const decoder = new LogDecoder(undefined);
	const lines = frames.flatMap((hex, index) => {
		const { data, dlc } = frameOf(parseCanId(id), hex);
		return decoder.decode({ t: 1 + index / 100, id: parseCanId(id), data: data.slice(0, dlc) });
	});
	return JSON.parse(JSON.stringify([...lines, ...decoder.end()]));
}

describe("captured replies are printed", () => {
	for (const vector of replyVectors()) test(vector.id, () => check(vector, factsOf(vector)));
});

function check({ canId, data }: ReplyVector, facts: ReplyFacts): void {
	const lines = decode(canId, data);
	expect(lines).toHaveLength(1);
	const [line] = lines as [Decoded];
	const { group = line.group, did, service, nrc, announcedLen, values } = facts;
	const labels = { group: group?.slice(0, 2), did, service, nrc };
	expect(line).toMatchObject({ id: canId, ...JSON.parse(JSON.stringify(labels)) });
	expect([line.restarted === true, line.pending === true]).toEqual([facts.restarted, facts.pending]);
	expect(line.rejected).toEqual(rejectionOf(facts));
	expect(line.signals === undefined).toBe(line.rejected !== undefined);
	if (announcedLen !== undefined) expect(line.announcedLen).toBe(announcedLen);
	expectValues(line.signals ?? line.beginning ?? {}, values);
}

function rejectionOf({ negative, complete }: ReplyFacts): unknown {
	if (negative) return "negative-response";
	return complete ? undefined : expect.stringMatching(/^(incomplete|sequence-gap)$/);
}

describe("a reply", () => {
	test("of a group has its length and what only the tool tells", () => {
		const [line] = decode("0x7BB", [
			"101A610614555551",
			"215055412B565415",
			"2251FFFFFFFFFFFF",
			`23${"FF".repeat(7)}`,
		]);
		const shuntBytesHex = `145555515055412B56541551${"FF".repeat(12)}`;
		const signals = { payloadLen: 26, shuntsActive: 38, shuntBytesHex };
		expect(line).toEqual({ t: 1.03, id: "0x7BB", group: "06", signals });
	});

	test("of the cells has every one of them", () => {
		const payload = `6102${"0FA0".repeat(95)}0FAB96019470`;
		const rest = payload.slice(12).match(/.{1,14}/g) as string[];
		const frames = rest.map((hex, index) => `2${((index + 1) % 16).toString(16)}${hex.padEnd(14, "F")}`);
		const [line] = decode("0x7BB", [`10C6${payload.slice(0, 12)}`, ...frames]);
		const cellsMv = [...new Array(95).fill(4000), 4011];
		expect(line?.signals).toMatchObject({ payloadLen: 198, cellMaxIndex1: 96, cellsMv });
		expect(line?.signals).toMatchObject({
			firstCellsMv: cellsMv.slice(0, 6),
			lastCellsMv: cellsMv.slice(92),
		});
	});

	test.each([
		["0x79A", "0562120300130000", { did: "1203", signals: { qcCount: 19 } }],
		["0x763", "04620E2892000000", { did: "0E28", signals: { tyreRaw: 146, tyre4Psi: 36.5 } }],
		["0x78C", "05621225FFA1FFFF", { did: "1225", signals: { motorTorqueNm: -1.4844 } }],
		["0x79A", "046213047FFFFFFF", { did: "1304", signals: { powerSwitchRaw: 127, powerOnByte: "0x7F" } }],
		["0x760", "037F2211FFFFFFFF", { rejected: "negative-response", service: "0x22", nrc: "0x11" }],
		[
			"0x7BB",
			"037F2178FFFFFFFF",
			{ rejected: "negative-response", service: "0x21", nrc: "0x78", pending: true },
		],
		["0x7BB", "0361840000000000", { group: "84", rejected: "too-short" }],
		["0x765", "0461120102FFFFFF", { group: "12", signals: { payloadLen: 4, payloadHex: "61120102" } }],
		["0x793", "045901FF01FFFFFF", { service: "19 01", signals: { payloadLen: 4, payloadHex: "5901FF01" } }],
	])("%s %s", (id, frame, content) => {
		expect(decode(id, [frame])).toEqual([{ t: 1, id, ...content }]);
	});

	test("has the trouble codes of any control unit", () => {
		const [line] = decode("0x793", ["0759024E33D70008"]);
		expect(line).toMatchObject({ service: "19 02", signals: { dtcs: ["P33D7"], status: "08" } });
	});

	test.each([
		["no reply", "0x7BB", "0150FFFFFFFFFFFF"],
		["a service that is not decoded", "0x7BB", "0250C0FFFFFFFFFF"],
		["the request", "0x79B", "0221010000000000"],
	])("%s is passed over", (_, id, frame) => {
		expect(decode(id, [frame])).toEqual([]);
	});
});

describe("a reply without its end", () => {
	const [FIRST, SECOND] = ["1082610100000000", "2100000001A7BE00"];
	const broken = { id: "0x763", group: "01", announcedLen: 130, beginning: { odometerKm: 108478 } };

	test("is incomplete at the end of the log", () => {
		expect(decode("0x763", [FIRST, SECOND])).toEqual([{ t: 1.01, ...broken, rejected: "incomplete" }]);
	});

	test("is named with its own time before the next reply", () => {
		const decoder = new LogDecoder(undefined);
		const hear = (t: number, hex: string) => decoder.decode({ t, id: 0x763, data: frameOf(0x763, hex).data });
		expect([...hear(1, FIRST), ...hear(1.01, SECOND)]).toEqual([]);
		expect(hear(5, "06620E010004DB00")).toEqual([
			{ t: 1.01, ...broken, rejected: "timeout" },
			{ t: 5, id: "0x763", did: "0E01", signals: { odometerKm: 1243 } },
		]);
		expect(decoder.end()).toEqual([]);
	});

	test("gives way to a reply to something else, of one frame or of several", () => {
		const lost = { t: 1.01, ...broken, rejected: "incomplete" };
		expect(decode("0x763", [FIRST, SECOND, "06620E010004DB00"])).toEqual([
			lost,
			{ t: 1.02, id: "0x763", did: "0E01", signals: { odometerKm: 1243 } },
		]);
		expect(decode("0x763", [FIRST, SECOND, "100D620E24001842", "2108800200000000"])).toEqual([
			lost,
			expect.objectContaining({ t: 1.03, did: "0E24", signals: expect.anything() }),
		]);
	});

	test("is no news when it is begun again", () => {
		const [line, ...more] = decode("0x763", ["100D620E24001842", "100D620E24001842", "2108800200000000"]);
		expect(more).toEqual([]);
		expect(line).toMatchObject({ t: 1.02, did: "0E24", restarted: true });
	});

	test("tells no value of group 01, whose layout only the length tells", () => {
		const frames = ["10356101FFFFFC18", "2102AFFFFFFB62FF", "22FFF0DD0B1C30D4", "23951D3306039500"];
		const lines = decode("0x7BB", [...frames, "24017000269A000C", "2544B500110BB880"]);
		expect(lines).toEqual([{ t: 1.05, id: "0x7BB", group: "01", rejected: "incomplete", announcedLen: 53 }]);
	});

	test("of one control unit does not disturb another one's", () => {
		const decoder = new LogDecoder(undefined);
		const hear = (id: number, hex: string) => decoder.decode({ t: 1, id, data: frameOf(id, hex).data });
		hear(0x7bb, "101061040193FF01");
		expect(hear(0x79a, "0562120300130000")).toHaveLength(1);
		hear(0x7bb, "2194FEFFFFFF0192");
		expect(hear(0x7bb, "22FFFEFFFFFFFFFF")).toMatchObject([{ group: "04", signals: { minTempC: -2 } }]);
	});
});
