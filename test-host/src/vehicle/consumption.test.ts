import { describe, expect, test } from "@jest/globals";
import fc from "fast-check";
import { Consumption, type Trip } from "../../../src/vehicle/consumption";
import { estimatedRange, INITIAL_KM_PER_KWH } from "../../../src/vehicle/range";

const heard = (value: number | undefined, at: number) => (value === undefined ? undefined : { value, at });

interface Told {
	readonly odometer?: number;
	readonly speed?: number;
	readonly energy?: number;
	readonly charging?: boolean;
}

/** A car that is looked at once a second and drives at a steady pace. */
class Drive {
	readonly consumption = new Consumption();
	second = 0;
	/** Driven, km; left in the pack, kWh. */
	km = 0.4;
	kwh = 40;

	/** One look at what the car tells now. */
	look({ odometer, speed, energy, charging }: Told): void {
		const now = this.second * 1000;
		const trip: Trip = {
			odometer: heard(odometer, now),
			speed: heard(speed, now),
			energy: heard(energy, now),
			charging,
		};
		this.consumption.look(trip, now);
		this.second += 1;
	}

	/** Drives so far at 72 km/h with so much for a kilowatt hour; `tell`: what of it is heard. */
	drive(km: number, kmPerKwh: number, tell: (drive: this) => Told): number {
		for (const end = this.km + km; this.km < end; ) {
			this.km += 0.02;
			this.kwh -= 0.02 / kmPerKwh;
			this.look(tell(this));
		}
		return this.consumption.kmPerKwh;
	}
}

/** As on the bus: whole kilometres, GIDs of 80 Wh. */
const counted = ({ km, kwh }: Drive): Told => ({
	odometer: Math.floor(50_000 + km),
	energy: Math.floor(kwh / 0.08) * 0.08,
});
const bySpeed = ({ kwh }: Drive): Told => ({ speed: 72, energy: Math.floor(kwh / 0.08) * 0.08 });

describe("the own consumption", () => {
	test("begins with what is usual, so that a kilowatt hour is good for 6 km", () => {
		expect(new Consumption().kmPerKwh).toBe(INITIAL_KM_PER_KWH);
		expect(estimatedRange(1, INITIAL_KM_PER_KWH)).toBeCloseTo(6, 12);
		expect(estimatedRange(20, 8)).toBeCloseTo(136, 10);
	});

	test("begins with what the owner says", () => {
		expect(new Consumption(5).kmPerKwh).toBeCloseTo(5, 12);
	});

	test.each([
		["the odometer", counted],
		["the speed where there is no odometer", bySpeed],
	])("is learned over fifteen kilometres, by %s", (_what, tell) => {
		const drive = new Drive();
		expect(drive.drive(0.5, 4, tell)).toBe(INITIAL_KM_PER_KWH);
		const half = drive.drive(8, 4, tell);
		expect(half).toBeGreaterThan(4.5);
		expect(half).toBeLessThan(6);
		expect(drive.drive(10, 4, tell)).toBeCloseTo(4, 0);
		const learned = drive.drive(15, 8.5, tell);
		expect(learned).toBeGreaterThan(8);
		expect(learned).toBeLessThan(9);
	});

	test("is the same when odometer and energy are heard in turn, in bursts ten seconds apart", () => {
		const drive = new Drive();
		let odometer: Told = {};
		let energy: Told = {};
		drive.drive(30, 5, (now) => {
			if (now.second % 10 === 0) odometer = { odometer: Math.floor(now.km) };
			if (now.second % 10 === 5) energy = { energy: now.kwh };
			return { ...odometer, ...energy };
		});
		expect(drive.consumption.kmPerKwh).toBeCloseTo(5, 0);
	});

	test("adds up a speed that is heard every ten seconds, and gives up at a longer gap", () => {
		const kmPerKwh = (gap: number) => {
			const consumption = new Consumption();
			for (let second = 0; second < 1200; second++) {
				const speed = { value: 72, at: Math.floor(second / gap) * gap * 1000 };
				const energy = { value: 40 - (second * 0.02) / 4, at: second * 1000 };
				consumption.look({ odometer: undefined, speed, energy, charging: false }, second * 1000);
			}
			return consumption.kmPerKwh;
		};
		expect(kmPerKwh(10)).toBeCloseTo(4, 0);
		expect(kmPerKwh(20)).toBe(INITIAL_KM_PER_KWH);
	});

	test.each([
		[1.5, 3],
		[30, 12],
	])("stays within what a Leaf can do (%f km/kWh)", (kmPerKwh, bound) => {
		expect(new Drive().drive(40, kmPerKwh, counted)).toBe(bound);
	});
});

describe("what is no driving", () => {
	/** A car that has learned 5 km/kWh. */
	const learned = () => {
		const drive = new Drive();
		drive.drive(30, 5, counted);
		return drive;
	};

	test("charging changes nothing, told or not, nor does a night", () => {
		const drive = learned();
		const before = drive.consumption.kmPerKwh;
		for (let n = 0; n < 600; n++) {
			drive.kwh += 0.01;
			drive.look({ ...counted(drive), charging: true });
		}
		expect(drive.consumption.kmPerKwh).toBe(before);
		drive.second += 8 * 3600;
		drive.kwh += 20;
		drive.drive(15, 5, counted);
		expect(drive.consumption.kmPerKwh).toBeCloseTo(before, 0);
	});

	test("an odometer that jumps or falls back changes nothing", () => {
		const drive = learned();
		const before = drive.consumption.kmPerKwh;
		for (const odometer of [90_000, 3, 50_030, 0, 1_000_000]) drive.look({ odometer, energy: drive.kwh });
		drive.look({ energy: drive.kwh });
		expect(drive.consumption.kmPerKwh).toBe(before);
	});

	test("energy that jumps changes nothing", () => {
		const drive = learned();
		const before = drive.consumption.kmPerKwh;
		drive.kwh -= 10;
		drive.drive(1.2, 5, counted);
		drive.kwh += 10;
		drive.drive(1.2, 5, counted);
		expect(drive.consumption.kmPerKwh).toBeCloseTo(before, 0);
	});

	test("energy that is not heard, or was long ago, teaches nothing", () => {
		const drive = new Drive();
		drive.drive(30, 4, ({ km }) => ({ odometer: Math.floor(km) }));
		expect(drive.consumption.kmPerKwh).toBe(INITIAL_KM_PER_KWH);
		for (let km = 0; km < 30; km++) {
			const now = 1e7 + km * 60_000;
			const trip = { odometer: heard(km, now), speed: undefined, energy: heard(40 - km, now - 30_001) };
			drive.consumption.look({ ...trip, charging: false }, now);
		}
		expect(drive.consumption.kmPerKwh).toBe(INITIAL_KM_PER_KWH);
	});
});

test("whatever the car tells, it stays between 3 and 12 km/kWh", () => {
	const number = fc.option(fc.double({ min: -10, max: 100_000, noNaN: true }), { nil: undefined });
	const told = fc.record({
		odometer: number,
		speed: number,
		energy: fc.option(fc.double({ min: 0, max: 64, noNaN: true }), { nil: undefined }),
		charging: fc.option(fc.boolean(), { nil: undefined }),
		passed: fc.integer({ min: 0, max: 120_000 }),
	});
	fc.assert(
		fc.property(fc.array(told, { maxLength: 100 }), (looks) => {
			const consumption = new Consumption();
			let now = 0;
			for (const { odometer, speed, energy, charging, passed } of looks) {
				now += passed;
				const trip = { odometer: heard(odometer, now), speed: heard(speed, now), energy: heard(energy, now) };
				consumption.look({ ...trip, charging }, now);
				expect(consumption.kmPerKwh).toBeGreaterThanOrEqual(3);
				expect(consumption.kmPerKwh).toBeLessThanOrEqual(12);
			}
		}),
	);
});
