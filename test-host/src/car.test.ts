import { describe, expect, test } from "@jest/globals";
import { Car, LISTENING } from "../../src/car";
import type { AppEvent } from "../../src/event";
import type { Settings } from "../../src/settings/settings";
import { FakeCanBus } from "../helpers/fake-can-bus";
import { ManualClock } from "../helpers/manual-clock";
import { formatFrame } from "../virtual/frame-text";

/** 385.5 V and 0 A on EV-CAN; health on CAR-CAN; something that is on both. */
const PACK = "0x1DB#0000C0EA000002A9";
const HEALTH = "0x5B3#00B4000000000000";
const ODOMETER = "0x5C5#0000000000000000";
const NOTHING = { replies: [], always: [], inTurn: [] };

/** A started car; `chipAfter`: how many attempts to open the bus fail. */
function setUp(settings: Partial<Settings["car"]> = {}, chipAfter = 0) {
	const clock = new ManualClock();
	const events: AppEvent[] = [];
	const buses: FakeCanBus[] = [];
	const served: string[] = [];
	let attempts = 0;
	const car = new Car(
		{ ...LISTENING, diagnostics: true, ...settings },
		{
			...{ clock, random: () => 0.5, report: (event) => void events.push(event) },
			openFrameServer: () => ({
				frame: (frame) => void served.push(formatFrame(frame)),
				poll: () => {},
				close: () => {},
			}),
			openCan: (accept, canEvents) => {
				if (attempts++ < chipAfter) return { reason: "no-chip" };
				buses.push(new FakeCanBus(accept, canEvents));
				return buses.at(-1) as FakeCanBus;
			},
		},
	);
	car.start();
	const can = () => buses.at(-1) as FakeCanBus;
	const live = (ms: number, ...frames: readonly string[]) => {
		for (let passed = 0; passed < ms; passed += 50) {
			can().hear(...frames);
			clock.advance(50);
		}
	};
	const of = <Name extends AppEvent["event"]>(name: Name) =>
		events.filter((event): event is Extract<AppEvent, { event: Name }> => event.event === name);
	return { car, clock, buses, can, live, of, served };
}

describe("a device that was not told its bus", () => {
	test("listens to everything, and says nothing, until a message gives it away", () => {
		const { live, can, buses, of } = setUp();
		expect(can().accept).toEqual(NOTHING);
		live(60_000, ODOMETER);
		expect([buses.length, can().take(), of("bus")]).toEqual([1, [], [{ event: "bus" }]]);
		expect(of("values").at(-1)).toMatchObject({ values: {}, frames: 1200 });
		expect(of("values").at(-1)).not.toHaveProperty("poll");
	});

	test.each([
		["ev-can", PACK, 0x55b, { voltage: 385.5 }],
		["car-can", HEALTH, 0x60d, { health: 90 }],
	] as const)("finds %s, and goes on as if it had been told", (bus, frame, wanted, values) => {
		const { live, can, buses, of } = setUp();
		live(50, ODOMETER, frame);
		expect(of("bus")).toEqual([{ event: "bus" }, { event: "bus", bus }]);
		expect(buses.map(({ closed }) => closed)).toEqual([true, false]);
		expect(can().accept.always).toContain(wanted);
		live(3000, frame);
		expect(of("values").at(-1)?.values).toMatchObject(values);
		expect(of("values").at(-1)?.frames).toBe(61);
		expect(can().take()).toContain("normal");
	});

	test("does not close a controller while that calls", () => {
		const { can, buses } = setUp();
		can().hear(PACK);
		expect([buses.length, can().closed]).toEqual([1, false]);
	});

	test("shows what it hears meanwhile to whom its owner lets look", () => {
		const { live, served } = setUp({ servePort: 3333 });
		live(50, ODOMETER);
		expect(served).toEqual([ODOMETER]);
	});

	test("leaves nothing behind when it is stopped, whether there is a controller or not", () => {
		for (const chipAfter of [0, Number.POSITIVE_INFINITY]) {
			const { car, clock, buses } = setUp({}, chipAfter);
			clock.advance(25_000);
			car.stop(() => {});
			expect([clock.pending, buses.every(({ closed }) => closed)]).toEqual([0, true]);
		}
	});
});

test("a device that was told its bus says so, and hears nothing else", () => {
	const { live, of, can, buses } = setUp({ bus: "car-can" });
	live(1000, PACK);
	expect([of("bus"), buses.length]).toEqual([[{ event: "bus", bus: "car-can" }], 1]);
	expect(can().accept.always).not.toContain(0x1db);
});

test("a car of which nobody has said anything is asked nothing, also when its bus has been found", () => {
	const { live, can, of } = setUp(LISTENING);
	live(60_000, PACK);
	expect([can().take(), of("values").at(-1)?.values.voltage]).toEqual([[], 385.5]);
});

test("tells which Leaf it is when asked, as soon as anything is known of that", () => {
	expect(setUp().car.identity).toBeUndefined();
	expect(setUp({ generation: "ZE1" }).car.identity).toMatchObject({
		generation: "ZE1",
		evidence: [{ says: "ZE1" }],
	});
});
