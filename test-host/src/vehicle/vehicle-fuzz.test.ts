import { expect, test } from "@jest/globals";
import fc from "fast-check";
import type { CanFrame } from "../../../src/can/frame";
import { CAR_BUSES } from "../../../src/leaf/car-bus";
import { crc8 } from "../../../src/leaf/crc8";
import { REPLIES } from "../../../src/leaf/decode-only/catalogue";
import { GENERATIONS } from "../../../src/leaf/generation";
import { acceptanceOf } from "../../../src/vehicle/acceptance";
import { GATES, READING, READING_NAMES } from "../../../src/vehicle/gates";
import { PACKS } from "../../../src/vehicle/pack";
import { Vehicle } from "../../../src/vehicle/vehicle";
import { tellReply } from "../../helpers/tell-reply";

const heard = CAR_BUSES.flatMap((bus) => [...acceptanceOf(bus).always, ...acceptanceOf(bus).inTurn]);

interface Bytes {
	readonly data: Uint8Array;
	/** Whether the check sum is made right: a random one would hide most frames from what comes after it. */
	readonly sealed: boolean;
	readonly dlc: number;
}

const bytes = fc.record<Bytes>({
	data: fc.uint8Array({ minLength: 8, maxLength: 8 }),
	sealed: fc.boolean(),
	dlc: fc.oneof({ weight: 4, arbitrary: fc.constantFrom(5, 6, 7, 8) }, fc.nat({ max: 8 })),
});

const frame = fc
	.tuple(fc.oneof({ weight: 9, arbitrary: fc.constantFrom(...heard) }, fc.nat({ max: 0x7ff })), bytes)
	.map(([id, { data, sealed, dlc }]): CanFrame => {
		if (sealed && dlc > 0) data[dlc - 1] = crc8(data, dlc - 1);
		return { id, dlc, data };
	});

/** Replies that answer their request, with anything after that. */
const reply = fc
	.tuple(fc.constantFrom(...REPLIES), fc.uint8Array({ maxLength: 210 }))
	.map(([definition, rest]) => {
		const [service = 0, ...parameters] = definition.request;
		return { definition, payload: Uint8Array.of(service + 0x40, ...parameters.slice(0, 2), ...rest) };
	});

const event = fc.tuple(fc.oneof({ weight: 4, arbitrary: frame }, reply), fc.nat({ max: 20_000 }));

function expectWithinLimits({ readings, identity, rejected }: Vehicle): void {
	const outside = READING_NAMES.filter((name) => {
		const value = readings.value(READING[name]) ?? GATES[name].min;
		return !(value >= GATES[name].min && value <= GATES[name].max);
	});
	expect(outside).toEqual([]);
	expect([undefined, ...GENERATIONS]).toContain(identity.generation);
	expect([undefined, ...PACKS]).toContain(identity.pack);
	expect(identity.evidence.length).toBeLessThan(40);
	const doubts = READING_NAMES.reduce((sum, name) => sum + readings.rejected(READING[name]), 0);
	expect(rejected.implausible + rejected.jump).toBe(doubts);
}

test("whatever is heard, no reading leaves its limits and nothing throws", () => {
	const some = fc.array(event, { minLength: 1, maxLength: 60 });
	fc.assert(
		fc.property(fc.constantFrom(...CAR_BUSES), some, (bus, events) => {
			const vehicle = new Vehicle({ bus });
			let now = 0;
			for (const [what, pause] of events) {
				now += pause;
				if ("id" in what) vehicle.receive(what, now);
				else tellReply(vehicle, what.definition, what.payload, now);
			}
			expectWithinLimits(vehicle);
		}),
		{ numRuns: 1000 },
	);
});

test("whatever the same message says many times, each reading stays within its limits", () => {
	fc.assert(
		fc.property(
			fc.constantFrom(...heard),
			fc.constantFrom(...GENERATIONS),
			bytes,
			(id, generation, { data }) => {
				for (const bus of CAR_BUSES) {
					const vehicle = new Vehicle({ bus, generation });
					data[7] = crc8(data, 7);
					for (let now = 0; now < 20; now++) vehicle.receive({ id, dlc: 8, data }, now);
					expectWithinLimits(vehicle);
				}
			},
		),
		{ numRuns: 1000 },
	);
});
