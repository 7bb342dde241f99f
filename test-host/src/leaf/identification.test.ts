import { describe, expect, test } from "@jest/globals";
import fc from "fast-check";
import {
	BUS_CLUES,
	type Clue,
	FRAME_CLUES,
	type FrameClue,
	REPLY_CLUES,
	spoken,
} from "../../../src/leaf/fingerprint";
import type { Generation } from "../../../src/leaf/generation";
import { Identification } from "../../../src/leaf/identification";
import { frameOf } from "../../virtual/frame-text";

/** Frames of real cars (vectors of Leaf protocol facts), and what they show of the generation. */
const WORKED: readonly (readonly [id: number, hex: string, says: readonly string[]])[] = [
	[0x1db, "0000C0EA000002A9", []],
	[0x1db, "F2E0B6EA3A0000CA", ["AZE0"]],
	// The usable SOC of a battery that has just woken up is none.
	[0x1db, "7FE0FFC67F00000D", []],
	[0x55b, "92005500E240102A", ["ZE0 or AZE0"]],
	[0x55b, "9200AA00E24011E8", ["ZE0 or AZE0"]],
	[0x55b, "D8800000E7001123", ["ZE1"]],
	[0x50b, "000000C00000", ["ZE0"]],
	[0x50b, "00000000C00000", ["AZE0 or ZE1"]],
	[0x59e, "00000C1388000000", ["AZE0 or ZE1"]],
	[0x59e, "0000252FA00000AC", ["AZE0 or ZE1", "ZE1"]],
	[0x59e, "0000252FA00000FF", ["AZE0 or ZE1"]],
	[0x5c0, "4056560000000002", ["ZE0 or AZE0"]],
	[0x5c0, "4156560000000002", ["ZE0 or AZE0"]],
	[0x5c0, "0500000000000000", ["ZE1"]],
	[0x5c0, "0000000000000000", []],
	[0x5b9, "587830B428", ["ZE0"]],
	[0x5b9, "3A1C647428F080", ["AZE0"]],
	[0x5bf, "000000002800003C", ["ZE0"]],
	[0x390, "0400010200000036", ["AZE0 or ZE1"]],
	[0x1cb, "00000000000000", ["ZE1"]],
];

function shownBy(id: number, hex: string): FrameClue[] {
	const { dlc, data } = frameOf(id, hex);
	return FRAME_CLUES.filter((clue) => {
		return clue.id === id && (clue.dlc ?? dlc) === dlc && (clue.shows?.(data) ?? true);
	});
}

test.each(WORKED)("a frame %p with %s says %j", (id, hex, says) => {
	expect(shownBy(id, hex).map(spoken)).toEqual(says);
});

function verdictBy(clues: readonly Clue[], forced?: Generation) {
	const identification = new Identification(forced);
	for (const clue of clues) identification.hear(clue);
	return identification.generation;
}

const hint: Clue = { because: "a hint", speaksFor: ["ZE0"], weight: 1 };
const sign: Clue = { because: "a sign", speaksFor: ["ZE0"], weight: 2 };
const proof: Clue = { because: "a proof", speaksFor: ["ZE0"], weight: 3 };
const both: Clue = { because: "either", speaksFor: ["ZE0", "AZE0"], weight: 2 };
const other: Clue = { because: "the other", speaksFor: ["AZE0"], weight: 3 };

describe("a verdict", () => {
	test.each<[string, Generation | undefined, Clue[]]>([
		["nothing", undefined, []],
		["a sign alone", undefined, [sign]],
		["a sign many times", undefined, [sign, sign, sign]],
		["a sign and a hint", "ZE0", [sign, hint]],
		["a proof", "ZE0", [proof]],
		["what two generations share", undefined, [both, { ...both }]],
		["what two share, and a sign", "ZE0", [both, sign]],
		["contradictory proofs", undefined, [{ ...proof, weight: 1 }, hint, other]],
	])("of %s is %s", (_what, generation, clues) => {
		expect(verdictBy(clues)).toBe(generation);
	});

	test("stays when it is contradicted, until another one leads as clearly", () => {
		const identification = new Identification();
		expect([proof, other, sign].map((clue) => identification.hear(clue))).toEqual([true, false, false]);
		expect(identification.generation).toBe("ZE0");
		expect([{ ...other }, { ...other }].map((clue) => identification.hear(clue))).toEqual([false, true]);
		expect(identification.generation).toBe("AZE0");
	});

	test("that is forced stays, and the evidence against it is kept", () => {
		const identification = new Identification("ZE1");
		expect([proof, sign].map((clue) => identification.hear(clue))).toEqual([false, false]);
		expect(identification.generation).toBe("ZE1");
		expect(identification.evidence).toEqual([
			{ says: "ZE1", because: "the settings say so" },
			{ says: "ZE0", because: "a proof" },
			{ says: "ZE0", because: "a sign" },
		]);
	});

	test("keeps each piece of evidence once", () => {
		const identification = new Identification();
		for (const clue of [both, hint, both, hint]) identification.hear(clue);
		expect(identification.evidence).toEqual([
			{ says: "ZE0 or AZE0", because: "either" },
			{ says: "ZE0", because: "a hint" },
		]);
	});

	test("changes a few times at most, whatever is heard in which order", () => {
		const all = [...FRAME_CLUES, ...REPLY_CLUES];
		fc.assert(
			fc.property(fc.array(fc.constantFrom(...all), { maxLength: 200 }), (clues) => {
				const identification = new Identification();
				const changes = clues.filter((clue) => identification.hear(clue)).length;
				expect(changes).toBeLessThanOrEqual(3);
				expect(identification.evidence.length).toBeLessThanOrEqual(all.length);
			}),
		);
	});
});

describe("the plug", () => {
	test("of 2018 on has a gateway", () => {
		expect(verdictBy([BUS_CLUES["obd-gateway"] as Clue])).toBe("ZE1");
	});

	test("with a CAR-CAN is that of ZE0 or AZE0, and the VIN of an AZE0 decides", () => {
		const carCan = BUS_CLUES["car-can"] as Clue;
		const vin = REPLY_CLUES.find(({ request }) => request === "797 21 81") as Clue;
		expect(verdictBy([carCan])).toBeUndefined();
		expect(verdictBy([carCan, vin])).toBe("AZE0");
	});
});

test("no single hint or sign decides", () => {
	for (const clue of [...FRAME_CLUES, ...REPLY_CLUES]) {
		if (clue.weight < 3) expect(verdictBy([clue])).toBeUndefined();
	}
});
