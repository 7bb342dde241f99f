import { describe, expect, test } from "@jest/globals";
import type { CanFrame } from "../../src/can/frame";
import type { CarFile } from "../virtual/car-file";
import { builtInCar, CAR_NAMES } from "../virtual/car-story";
import { frameOf, parseFrame } from "../virtual/frame-text";
import { Ride } from "./ride";

const SECOND = 1000;
const MINUTE = 60 * SECOND;
const FIRST_FRAME = 1;
/** Where a car stands in its story when the faults happen: all that is asked often was asked once. */
const SETTLED = 30 * SECOND;

const isRequest = ({ data }: CanFrame) => (data[0] as number) >> 4 === 0;
const requests = (ride: Ride) => ride.device.wire.sent.filter(isRequest);
const silentOn = (file: CarFile) => (file.bus === "obd-gateway" ? "no-ignition" : "bus-silent");

/** Our own estimates depend on when, and how much of the drive, was heard. */
const ESTIMATES: readonly string[] = ["range", "minutes_to_full"];

/** Nothing was published that the car does not say when nothing is wrong; numbers between two that it says are. */
function expectNothingWrong(ride: Ride, undisturbed: Ride): void {
	for (const [metric, payloads] of ride.device.published) {
		if (ESTIMATES.includes(metric)) continue;
		const right = [...(undisturbed.device.published.get(metric) ?? []), "None"];
		const numbers = right.map(Number).filter((value) => !Number.isNaN(value));
		const wrong = payloads.filter((payload) => {
			const value = Number(payload);
			if (Number.isNaN(value)) return !right.includes(payload);
			return value < Math.min(...numbers) || value > Math.max(...numbers);
		});
		expect({ metric, wrong }).toEqual({ metric, wrong: [] });
	}
}

/** Lets time pass until so many frames of the reply to a request have come, and then takes the device off the bus. */
function unplugDuring(ride: Ride, request: string, count: number): void {
	const { wire } = ride.device;
	const { id, data } = parseFrame(request);
	let left = Number.POSITIVE_INFINITY;
	wire.onDelivered = (frame) => {
		const last = requests(ride).at(-1);
		if (frame.id < 0x700 || last?.id !== id || `${last.data}` !== `${data}`) return;
		if ((frame.data[0] as number) >> 4 === FIRST_FRAME) left = count;
		left -= 1;
		if (left === 0) wire.plug(false);
	};
	for (let tenth = 0; tenth < 1800 && wire.plugged; tenth++) ride.run(100);
	expect(wire.plugged).toBe(false);
	wire.onDelivered = () => {};
}

const undisturbed = new Map(CAR_NAMES.map((name) => [name, new Ride(name).run(3 * MINUTE)]));

describe.each(CAR_NAMES)("%s", (name) => {
	const file = builtInCar(name);
	const right = undisturbed.get(name) as Ride;
	const replies = [file, ...(file.timeline ?? [])].flatMap((change) => change.replies ?? []);
	/** Frames of each reply in several frames that is asked for. */
	const multiFrame = replies.flatMap(({ request, frames }) => {
		const { id, data } = parseFrame(request);
		const asked = requests(right).some((frame) => frame.id === id && `${frame.data}` === `${data}`);
		return asked && frames.length > 1 ? [[request, frames.length] as const] : [];
	});

	test("answers in several frames to some of what it is asked", () => {
		expect(multiFrame.length).toBeGreaterThan(0);
	});

	describe.each([...new Map(multiFrame)])(
		"unplugged during the reply to %s of %i frames",
		(request, length) => {
			test.each([...new Set([1, length >> 1, length - 1])])("after %i of them", (count) => {
				const ride = new Ride(name);
				unplugDuring(ride, request, count);
				ride.run(5 * SECOND);
				const before = requests(ride).length;
				expect(ride.waits).toBe(silentOn(file));
				expect(ride.device.mode).toBe("listen-only");
				ride.run(10 * SECOND);
				// Behind a gateway silence is all there is to hear: it is tried again after 10 s.
				expect(requests(ride).length - before).toBeLessThanOrEqual(file.bus === "obd-gateway" ? 1 : 0);
				ride.device.wire.plug(true);
				ride.run(12 * SECOND);
				expect(requests(ride).length).toBeGreaterThan(before);
				expectNothingWrong(ride, right);
			});
		},
	);

	test("whose control units are dead is asked less and less", () => {
		const dead = {
			...file,
			replies: [],
			timeline: (file.timeline ?? []).map(({ replies: _, ...rest }) => rest),
		};
		const ride = new Ride(dead).run(3 * MINUTE);
		const first = requests(ride).length;
		ride.run(3 * MINUTE);
		expect(requests(ride).length - first).toBeLessThan(first);
		expect(ride.device.mode).toBe("listen-only");
		expect(ride.told.values.hx).toBeUndefined();
		expectNothingWrong(ride, right);
	});

	test("that refuses everything is asked for each thing once", () => {
		const refuse = (change: Pick<CarFile, "replies">) =>
			change.replies?.map(({ request }) => {
				const { id, data } = parseFrame(request);
				const service = (data[1] as number).toString(16).toUpperCase();
				const reply = { 1947: "7BB", 1943: "79A", 1859: "763" }[id];
				return { request, frames: [`0x${reply}#037F${service}1200000000`] };
			}) ?? [];
		const ride = new Ride({
			...file,
			replies: refuse(file),
			timeline: (file.timeline ?? []).map((change) => ({ ...change, replies: refuse(change) })),
		}).run(2 * MINUTE);
		const texts = requests(ride).map(({ id, data }) => `${id}:${data}`);
		const answered = texts.filter((text) =>
			replies.some(({ request }) => `${parseFrame(request).id}:${parseFrame(request).data}` === text),
		);
		expect(answered.length).toBeGreaterThan(0);
		// Those whose reply the timeline brings later were not refused the first time.
		expect(answered.length).toBeLessThan(3 * new Set(answered).size);
		expect(ride.device.mode).toBe("listen-only");
		expect(ride.told.values.hx).toBeUndefined();
		expectNothingWrong(ride, right);
	});

	test("with another tester on the bus: we wait ten seconds, and learn from what it is told", () => {
		const ride = new Ride(name).run(SETTLED);
		ride.ask("0x79B#0221010000000000");
		const before = requests(ride).length;
		const ask = ride.device.clock.every(5 * SECOND, () => ride.ask("0x79B#0221010000000000"));
		ride.run(MINUTE);
		expect(requests(ride).length).toBe(before);
		expect(ride.waits).toBe("other-tester");
		expect(ride.device.mode).toBe("listen-only");
		expect(ride.told.ages.capacity).toBeLessThan(6 * SECOND);
		ask();
		ride.run(9 * SECOND);
		expect(requests(ride).length).toBe(before);
		ride.run(30 * SECOND);
		if (file.bus === "ev-can") expect(requests(ride).length).toBeGreaterThan(before);
		expectNothingWrong(ride, right);
	});

	test("on which every frame of ours is an error: bus-off, and ten minutes of silence", () => {
		const ride = new Ride(name).run(SETTLED);
		const values = { ...ride.told.values };
		ride.device.wire.disturbed = true;
		ride.run(30 * SECOND);
		expect(ride.faults).toContain("bus-off");
		expect(ride.waits).toBe("bus-off");
		expect(ride.device.mode).toBe("listen-only");
		ride.device.wire.disturbed = false;
		const before = ride.device.wire.sent.length;
		ride.run(9 * MINUTE);
		expect(ride.device.wire.sent.length).toBe(before);
		expect(ride.told.values.capacity).toBe(values.capacity);
		ride.run(2 * MINUTE);
		if (file.bus === "ev-can" && name !== "ze0-24") expect(requests(ride).length).toBeGreaterThan(before);
		expectNothingWrong(ride, new Ride(name).run(12 * MINUTE));
	});
});

describe("a silent bus", () => {
	const silent = (bus: CarFile["bus"]): CarFile => ({
		...{ name: "nobody", generation: "ZE1", bus, broadcast: [], replies: [] },
	});

	test.each(["ev-can", "car-can"] as const)("%s: nothing is ever sent", (bus) => {
		const ride = new Ride(silent(bus)).run(20 * MINUTE);
		expect(ride.device.wire.sent).toEqual([]);
		expect(ride.waits).toBe("bus-silent");
		expect([...ride.device.published.keys()]).toEqual([]);
	});

	test("the plug of 2018+ cars: one frame after 2, 10 and 60 s, then every ten minutes", () => {
		const ride = new Ride(silent("obd-gateway")).run(40 * MINUTE);
		const times = ride.device.wire.sentAt.map((at) => Math.round(at / SECOND));
		expect(new Set(ride.device.wire.sent.map(({ id, data }) => `${id.toString(16)}:${data}`))).toEqual(
			new Set([`79b:${frameOf(0x79b, "0221010000000000").data}`]),
		);
		const gaps = times.slice(1).map((at, index) => at - (times[index] as number));
		expect(gaps.slice(0, 5)).toEqual([
			expect.closeTo(2, -0.5),
			expect.closeTo(10, -0.5),
			expect.closeTo(60, -0.5),
			expect.closeTo(600, -0.5),
			expect.closeTo(600, -0.5),
		]);
		expect(ride.waits).toBe("no-ignition");
		expect(ride.device.mode).toBe("listen-only");
	});
});
