import { describe, expect, test } from "@jest/globals";
import { REPLIES } from "../../../src/leaf/decode-only/catalogue";
import type { ReplyDefinition } from "../../../src/leaf/diagnostics/reply";
import { PLAN } from "../../../src/leaf/polling/plan";
import { FOLLOWED_REPLIES, requestText } from "../../../src/vehicle/followed-replies";
import type { ReadingName } from "../../../src/vehicle/gates";
import { Vehicle } from "../../../src/vehicle/vehicle";
import { knownValues, readingOf } from "../../helpers/known-car";
import { tellReply } from "../../helpers/tell-reply";

type Known = Partial<Record<ReadingName, number>>;

function replyTo(request: string): ReplyDefinition {
	const found = REPLIES.find((reply) => requestText(reply) === request);
	if (found === undefined) throw new Error(`nobody answers ${request}`);
	return found;
}

function hear(vehicle: Vehicle, request: string, hex: string): void {
	tellReply(vehicle, replyTo(request), new Uint8Array(Buffer.from(hex, "hex")), 0);
}

/** Ninety-six cells of 3900 mV but for the first, 3853, and the last, 3910; and the pack's voltage twice. */
const CELLS = `6102${"0F0D"}${"0F3C".repeat(94)}${"0F46"}910C910C`;

/** Replies of real cars (vectors of Leaf protocol facts), and all that the vehicle takes from each. */
const WORKED: readonly (readonly [request: string, hex: string, Known])[] = [
	[
		"79B 21 01",
		"6101FFFFF8F8028BFFFFF9D2FFFFFFFF07A02AF894CC353D0385005C1A1600092D930007A5E9800005",
		{ voltage: 380.92, current: -1.5449, soc: 60.1491, capacity: 50.1225, hx: 66.78, auxVoltage: 13.629 },
	],
	[
		"79B 21 01",
		"6101FFFFFC1802AFFFFFFB62FFFFF0DD0B1C30D4951D33060395" +
			"00017000269A000C44B500110BB8800001FFFFFB62FFFFFCAA01AD",
		{ voltage: 381.73, current: -1.1543, soc: 80.4021, capacity: 111.7112, hx: 96.5039, auxVoltage: 13.062 },
	],
	["79B 21 02", CELLS, { cellMin: 3853, cellMax: 3910, cellSpread: 57 }],
	[
		"79B 21 03",
		`6103${"00".repeat(10)}0F460F0D${"00".repeat(12)}`,
		{ cellMin: 3853, cellMax: 3910, cellSpread: 57 },
	],
	[
		"79B 21 04",
		"6104026B0A026A0AFFFFFF026D090900",
		{ temperature: 9.6667, temperatureMin: 9, temperatureMax: 10 },
	],
	["79B 21 06", "6106145555515055412B56541551FFFFFFFFFFFFFFFFFFFFFFFF", { shunts: 38 }],
	["79B 21 61", "6161269A25CA", { soh: 96.74 }],
	["797 22 11 4E", "62114E02", { chargeMode: 2 }],
	["797 22 11 56", "62115601", { gear: 1 }],
	["797 22 11 56", "62115605", { gear: 7 }],
	["797 22 11 5D", "62115D743A7400", { ambient: 18 }],
	["797 22 12 03", "6212030013FFFF", { quickCharges: 19 }],
	["797 22 12 05", "6212050F00FFFF", { normalCharges: 3840 }],
	["797 22 12 1A", "62121A0001", { speed: 0.1 }],
	["797 22 12 34", "62123402", { plug: 2 }],
	["797 22 12 36", "6212360015", { chargerPower: 2.1 }],
	["797 22 13 04", "62130480FE", { ignition: 1 }],
	["797 22 13 04", "62130400FE", { ignition: 0 }],
	["743 21 01", "61010000000000000001A7BE00", { odometer: 108_478 }],
	["743 22 0E 01", "620E010004DB00", { odometer: 1243 }],
	["743 22 0E 2E", "620E2E00DD", { carRange: 22.1 }],
];

test.each(WORKED)("%s with %s tells %j", (request, hex, told) => {
	const vehicle = new Vehicle();
	hear(vehicle, request, hex);
	const known = Object.entries(knownValues(vehicle.readings)).map(([name, value]) => {
		expect(readingOf(vehicle.readings, name as ReadingName).source).toBe(request);
		return [name, Number(value.toFixed(4))];
	});
	expect(Object.fromEntries(known)).toEqual(told);
});

describe("texts", () => {
	test("are told", () => {
		const vehicle = new Vehicle();
		hear(vehicle, "797 21 81", "6181534A4E4641415A453155303035333932370000");
		hear(vehicle, "79B 19 02 0E", "59024ED000004E33D7004E");
		expect([vehicle.vin, vehicle.troubleCodes]).toEqual(["SJNFAAZE1U0053927", "U1000 P33D7"]);
	});

	test("no trouble codes is something that was told, silence is not", () => {
		const vehicle = new Vehicle();
		expect(vehicle.troubleCodes).toBeUndefined();
		hear(vehicle, "79B 19 02 0E", "59020E");
		expect(vehicle.troubleCodes).toBe("none");
	});

	test("that make no sense leave what was known", () => {
		const vehicle = new Vehicle();
		hear(vehicle, "797 21 81", "6181534A4E4641415A453155303035333932370000");
		hear(vehicle, "797 21 81", `6181${"FF".repeat(19)}`);
		expect(vehicle.vin).toBe("SJNFAAZE1U0053927");
	});
});

test("each reply is followed once, and what is polled is followed", () => {
	const followed = FOLLOWED_REPLIES.map(({ reply }) => reply);
	expect(new Set(followed).size).toBe(followed.length);
	for (const { reply } of PLAN) expect(followed).toContain(reply);
	for (const reply of followed) expect(REPLIES).toContain(reply);
});
