import { describe, expect, test } from "@jest/globals";
import { ManualClock } from "../helpers/manual-clock";
import { RecordingBus } from "../helpers/recording-bus";
import { VirtualCar } from "./car";
import type { CarFile } from "./car-file";
import { parseFrame } from "./frame-text";

const SINGLE = { request: "0x79B#022161", frames: ["0x7BB#0361614AFFFFFFFF"] };
const soc = (data: string | string[]) => ({ id: "0x55B", data, periodMs: 100 });

function setUp(parts: Partial<CarFile>, speed = 1) {
	const clock = new ManualClock();
	const bus = new RecordingBus(clock);
	const file: CarFile = { name: "Test", generation: "AZE0", bus: "ev-can", ...parts };
	const car = new VirtualCar({ car: file, bus, clock, speed, pace: { replyMs: 2, gapMs: 0 } });
	/** Sends a frame to the car, lets 10 ms pass and tells what came back. */
	const ask = (text: string) => {
		const acknowledged = car.receive(parseFrame(text));
		clock.advance(10);
		return { acknowledged, answer: bus.take() };
	};
	return { clock, bus, car, ask };
}

describe("broadcasts", () => {
	test("come by their period from the start, a list in turn", () => {
		const { clock, bus } = setUp({
			broadcast: [{ id: "0x1DB", data: "01", periodMs: 40 }, soc(["AA", "BB"])],
		});
		clock.advance(200);
		expect(bus.take()).toEqual([
			"0 0x1DB#01",
			"0 0x55B#AA",
			"40 0x1DB#01",
			"80 0x1DB#01",
			"100 0x55B#BB",
			"120 0x1DB#01",
			"160 0x1DB#01",
			"200 0x1DB#01",
			"200 0x55B#AA",
		]);
	});

	test("come faster by the speed, the timeline too", () => {
		const { clock, bus } = setUp(
			{ broadcast: [soc("AA")], timeline: [{ atMs: 150, broadcast: [soc("BB")] }] },
			10,
		);
		clock.advance(20);
		expect(bus.take()).toEqual(["0 0x55B#AA", "10 0x55B#AA", "20 0x55B#BB"]);
	});

	test("leave time between two frames of the same instant", () => {
		const { clock, bus } = setUp({ broadcast: [soc("AA"), { id: "0x5BC", data: "01", periodMs: 100 }] });
		const seen: string[] = [];
		bus.onSend = () => {
			seen.push("frame");
			clock.after(0, () => seen.push("receiver"));
		};
		clock.advance(0);
		expect(seen).toEqual(["frame", "receiver", "frame", "receiver"]);
	});

	test("that a late clock has missed are gone, the turn of a list goes on", () => {
		const { bus, clock } = setUp({ broadcast: [soc(["AA", "BB"])] });
		clock.advance(0);
		// A computer that was busy for 350 ms: one frame, late, and then on time again.
		clock.stall(350);
		clock.advance(0);
		expect(bus.take()).toEqual(["0 0x55B#AA", "350 0x55B#BB"]);
		clock.advance(50);
		expect(bus.take()).toEqual(["400 0x55B#AA"]);
	});
});

describe("the timeline", () => {
	test("replaces what it names and leaves the rest", () => {
		const other = { request: "0x79B#022104", frames: ["0x7BB#0161"] };
		const { clock, bus, ask } = setUp({
			broadcast: [soc("AA"), { id: "0x5BC", data: "01", periodMs: 100 }],
			replies: [SINGLE, other],
			timeline: [
				{ atMs: 150, broadcast: [soc("BB")], replies: [{ ...SINGLE, frames: ["0x7BB#0161"] }] },
				{ atMs: 250, broadcast: [{ ...soc("CC"), periodMs: 20 }] },
			],
		});
		clock.advance(240);
		expect(bus.take().slice(4)).toEqual(["200 0x55B#BB", "200 0x5BC#01"]);
		clock.advance(59);
		expect(bus.take()).toEqual(["270 0x55B#CC", "290 0x55B#CC"]);
		expect(ask("0x79B#022161").answer).toContain("301 0x7BB#0161");
		expect(ask("0x79B#022104").answer).toContain("311 0x7BB#0161");
	});

	test("sends the car to sleep by ending all its broadcasts, and wakes it", () => {
		const { clock, bus, ask } = setUp({
			broadcast: [soc("AA")],
			replies: [SINGLE],
			timeline: [
				{ atMs: 50, broadcast: [soc([])] },
				{ atMs: 500, broadcast: [soc("BB")] },
			],
		});
		clock.advance(480);
		expect(bus.take()).toEqual(["0 0x55B#AA"]);
		expect(ask("0x79B#022161")).toEqual({ acknowledged: false, answer: [] });
		clock.advance(20);
		expect(bus.take()).toEqual(["500 0x55B#BB"]);
		expect(ask("0x79B#022161").acknowledged).toBe(true);
	});
});

describe("requests", () => {
	test.each(["0x79B#022161", "0x79B#0221610000000000", "0x79B#022161FFFFFFFFFF"])(
		"%s is answered whatever its padding",
		(request) => {
			const answer = ["2 0x7BB#0361614AFFFFFFFF"];
			expect(setUp({ replies: [SINGLE] }).ask(request)).toEqual({ acknowledged: true, answer });
		},
	);

	test.each(["0x79B#022162", "0x797#022161", "0x79B#032161", "0x79B#03216100", "0x79B#0221", "0x79B#102161"])(
		"%s, which is not listed, is acknowledged and not answered",
		(request) => {
			expect(setUp({ replies: [SINGLE] }).ask(request)).toEqual({ acknowledged: true, answer: [] });
		},
	);

	test("end when the timeline gives a reply without frames", () => {
		const timeline = [{ atMs: 5, replies: [{ ...SINGLE, frames: [] }] }];
		const { ask } = setUp({ replies: [SINGLE], broadcast: [{ ...soc("AA"), periodMs: 1e6 }], timeline });
		expect(ask("0x79B#022161").answer).toContain("2 0x7BB#0361614AFFFFFFFF");
		expect(ask("0x79B#022161")).toEqual({ acknowledged: true, answer: [] });
	});

	test("that cannot be a request are refused in the file", () => {
		expect(() => setUp({ replies: [{ ...SINGLE, request: "0x79B#1021" }] })).toThrow(RangeError);
	});

	test("keep real time whatever the speed", () => {
		const { ask } = setUp({ replies: [SINGLE] }, 100);
		expect(ask("0x79B#022161").answer).toEqual(["2 0x7BB#0361614AFFFFFFFF"]);
	});
});

test("a car with nothing to say is asleep", () => {
	expect(setUp({}).ask("0x79B#022161")).toEqual({ acknowledged: false, answer: [] });
});

test("a stopped car is silent and leaves no timer", () => {
	const { clock, bus, car, ask } = setUp({
		broadcast: [soc("AA")],
		replies: [SINGLE],
		timeline: [{ atMs: 1000, broadcast: [soc("BB")] }],
	});
	car.receive(parseFrame(SINGLE.request));
	car.stop();
	car.stop();
	expect(clock.pending).toBe(0);
	clock.advance(2000);
	expect(bus.take()).toEqual([]);
	expect(ask(SINGLE.request).acknowledged).toBe(false);
});
