import { describe, expect, test } from "@jest/globals";
import fc from "fast-check";
import { IsoTpReceiver } from "../../../../src/can/iso-tp-receiver";
import { decodeGroup01 } from "../../../../src/leaf/diagnostics/group-01";
import { parseResponse } from "../../../../src/leaf/diagnostics/response";
import { sharedVectors, type Vector } from "../../../helpers/shared";
import { frameOf } from "../../../virtual/frame-text";

const bytes = (hex: string) => new Uint8Array(Buffer.from(hex, "hex"));

/** A 24 kWh pack at 60.1 %: 41 bytes. */
const SHORT = "6101FFFFF8F8028BFFFFF9D2FFFFFFFF07A02AF894CC353D0385005C1A1600092D930007A5E9800005";
/** A 40 kWh pack at 80.4 %: 53 bytes. */
const LONG =
	"6101FFFFFC1802AFFFFFFB62FFFFF0DD0B1C30D4951D3306039500017000269A000C44B500110BB8800001FFFFFB62FFFFFCAA01AD";

describe("group 01", () => {
	test("of a 24 kWh pack, short layout", () => {
		expect(decodeGroup01(bytes(SHORT))).toEqual({
			payloadLen: 41,
			current1A: expect.closeTo(-1.7578, 3),
			current2A: expect.closeTo(-1.5449, 3),
			packVoltageV: 380.92,
			aux12vRaw: 13629,
			insulationRaw: 901,
			hxRaw: 6678,
			socPct: expect.closeTo(60.1491, 4),
			capacityAh: expect.closeTo(50.1225, 4),
		});
	});

	test("of a 40 kWh pack, long layout", () => {
		const expected = { payloadLen: 53, packVoltageV: 381.73, hxRaw: 9882, aux12vRaw: 13062 };
		expect(decodeGroup01(bytes(LONG))).toMatchObject(expected);
		expect(decodeGroup01(bytes(LONG))).toMatchObject({ socPct: expect.closeTo(80.4021, 4) });
		expect(decodeGroup01(bytes(LONG))).toMatchObject({ capacityAh: expect.closeTo(111.7112, 4) });
	});

	test("of a 30 kWh pack is the short layout with two bytes more", () => {
		expect(decodeGroup01(bytes(`${SHORT}0000`))).toMatchObject({ payloadLen: 43, packVoltageV: 380.92 });
	});

	test("charging is positive", () => {
		expect(decodeGroup01(bytes(SHORT.replace("FFFFF9D2", "00007900")))).toMatchObject({ current2A: 30.25 });
	});

	test("gives no value that no Leaf can have", () => {
		const zero = `6101${"00".repeat(39)}`;
		const values = { packVoltageV: undefined, socPct: 0, capacityAh: undefined };
		expect(decodeGroup01(bytes(zero))).toMatchObject(values);
		const full = `6101${"FF".repeat(39)}`;
		expect(decodeGroup01(bytes(full))).toMatchObject({ ...values, socPct: undefined });
	});

	test.each([
		["wake-up", `6101${"FF".repeat(42)}`],
		["too-short", SHORT.slice(0, 74)],
		["too-short", "6101"],
		["other-reply", SHORT.replace("6101", "6102")],
		["other-reply", "7F2112"],
		["other-reply", ""],
	])("is refused as %s: %s", (reason, hex) => {
		expect(decodeGroup01(bytes(hex))).toEqual({ reason });
	});

	test("of any bytes gives plausible values or a reason", () => {
		const payload = fc.uint8Array({ maxLength: 60 }).map((rest) => Uint8Array.of(0x61, 0x01, ...rest));
		fc.assert(
			fc.property(payload, (any) => {
				const group = decodeGroup01(any);
				if ("reason" in group) return expect(["wake-up", "too-short"]).toContain(group.reason);
				expect(Object.values(group).every((value) => value === undefined || Number.isFinite(value))).toBe(
					true,
				);
				expect(group.packVoltageV ?? 300).toBeGreaterThanOrEqual(200);
				expect(group.capacityAh ?? 100).toBeLessThanOrEqual(220);
				expect(group.socPct ?? 50).toBeLessThanOrEqual(105);
			}),
		);
	});
});

const wanted = ({ id, canId, kind, expect: { group } }: Vector) =>
	kind === "isotp" && canId === "0x7BB" && (group === "01" || id.startsWith("neg-"));
for (const vector of sharedVectors(wanted)) test(`vector ${vector.id}`, () => expectVector(vector));

function expectVector({
	data,
	expect: { complete = true, negative, group, restarted, ...values },
}: Vector): void {
	const receiver = new IsoTpReceiver();
	receiver.expect(0);
	const events = (data as string[]).map((hex, index) => receiver.accept(frameOf(0x7bb, hex), index * 10));
	expect(events.filter((event) => event === "complete")).toHaveLength(complete ? 1 : 0);
	if (complete) expect(events.at(-1)).toBe("complete");
	else
		expect([...events, receiver.tick(1001)]).toContainEqual(
			expect.stringMatching(/^(timeout|sequence-gap)$/),
		);
	if (!complete) return;
	if (negative) {
		const { service, nrc, pending = false } = values;
		const expected = { kind: "negative", service: Number(service), nrc: Number(nrc), pending };
		expect(parseResponse(receiver.payload)).toMatchObject(expected);
		return;
	}
	const decoded = decodeGroup01(receiver.payload);
	for (const [name, value] of Object.entries(values)) {
		expect(decoded).toMatchObject({ [name]: expect.closeTo(value as number, 3) });
	}
}
