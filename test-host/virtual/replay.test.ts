import { describe, expect, test } from "@jest/globals";
import { ManualClock } from "../helpers/manual-clock";
import { RecordingBus } from "../helpers/recording-bus";
import { type LogEntry, Replay, type ReplayOptions } from "./replay";

const LOG: LogEntry[] = [
	{ t: 1436509052.2, id: 0x1db, data: Uint8Array.of(1, 2) },
	{ t: 1436509052.21, id: 0x55b, data: Uint8Array.of(3) },
	{ t: 1436509052.21, id: 0x5bc, data: Uint8Array.of() },
	{ t: 1436509052.205, id: 0x59e, data: Uint8Array.of(4) },
	{ t: 1436509053.2, id: 0x1db, data: Uint8Array.of(5) },
];
const FRAMES = ["0x1DB#0102", "0x55B#03", "0x5BC#", "0x59E#04", "0x1DB#05"];

function setUp(options: Partial<ReplayOptions>) {
	const clock = new ManualClock();
	const bus = new RecordingBus(clock);
	const ends: number[] = [];
	const onEnd = () => ends.push(clock.monotonic());
	const replay = new Replay({ log: LOG, bus, clock, onEnd, ...options });
	return { clock, bus, replay, ends };
}

/** A receiver that says by hand that it is done. */
function receiver() {
	const waiting: (() => void)[] = [];
	const ready = () => new Promise<void>((resolve) => void waiting.push(resolve));
	const done = async () => {
		waiting.shift()?.();
		await new Promise((resolve) => setImmediate(resolve));
	};
	return { ready, done, waiting };
}

/** Times rounded: the seconds of a log are not exact in binary. */
const rounded = (lines: string[]) =>
	lines.map((line) => line.replace(/^\S+/, (t) => `${Math.round(Number(t))}`));

describe("a replay", () => {
	test("keeps the recorded pace", () => {
		const { clock, bus, ends } = setUp({});
		clock.advance(2000);
		expect(rounded(bus.take())).toEqual(
			["0", "10", "10", "10", "1000"].map((time, i) => `${time} ${FRAMES[i]}`),
		);
		expect(ends.map(Math.round)).toEqual([1000]);
	});

	test("goes faster by the speed", () => {
		const { clock, bus, ends } = setUp({ speed: 4 });
		clock.advance(249);
		expect(bus.take()).toHaveLength(4);
		clock.advance(2);
		expect(rounded(bus.take())).toEqual(["250 0x1DB#05"]);
		expect(ends).toHaveLength(1);
	});

	test("as fast as possible, waits for nothing but the receiver", async () => {
		const { ready, done } = receiver();
		const { clock, bus, ends } = setUp({ speed: "max", ready });
		clock.advance(0);
		for (const frame of FRAMES) {
			expect(bus.take()).toEqual([`0 ${frame}`]);
			expect(ends).toEqual([]);
			await done();
		}
		expect(bus.take()).toEqual([]);
		expect(ends).toEqual([0]);
	});

	test("at a pace, waits for the receiver between frames that come together", async () => {
		const { ready, done, waiting } = receiver();
		const { clock, bus } = setUp({ ready });
		clock.advance(100);
		expect(rounded(bus.take())).toEqual(["0 0x1DB#0102", "10 0x55B#03"]);
		await done();
		expect(bus.take()).toEqual(["100 0x5BC#"]);
		await done();
		expect(bus.take()).toEqual(["100 0x59E#04"]);
		await done();
		expect(waiting).toEqual([]);
		clock.advance(1000);
		expect(rounded(bus.take())).toEqual(["1000 0x1DB#05"]);
	});

	test("stops when told to, also while the receiver is busy", async () => {
		const { ready, done } = receiver();
		const { clock, bus, replay, ends } = setUp({ speed: "max", ready });
		clock.advance(0);
		replay.stop();
		await done();
		expect(bus.take()).toHaveLength(1);
		const paced = setUp({});
		paced.clock.advance(5);
		paced.replay.stop();
		paced.replay.stop();
		expect(paced.clock.pending).toBe(0);
		expect([...ends, ...paced.ends]).toEqual([]);
	});

	test("acknowledges and answers nothing", () => {
		const { clock, bus, replay } = setUp({ log: [] });
		expect(replay.receive()).toBe(true);
		clock.advance(1000);
		expect(bus.take()).toEqual([]);
	});

	test("of an empty log ends at once", () => {
		const { clock, ends } = setUp({ log: [] });
		clock.advance(0);
		expect(ends).toEqual([0]);
	});

	test.each([0, -1, Number.NaN])("does not go at a speed of %p", (speed) => {
		expect(() => setUp({ speed })).toThrow(RangeError);
	});
});
