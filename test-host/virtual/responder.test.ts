import { describe, expect, test } from "@jest/globals";
import fc from "fast-check";
import { ManualClock } from "../helpers/manual-clock";
import { RecordingBus } from "../helpers/recording-bus";
import { parseFrame } from "./frame-text";
import { type Pace, Responder } from "./responder";

/** A reply of a first frame and six consecutive ones. */
const GROUP = [
	"0x7BB#102961010000",
	...Array.from({ length: 6 }, (_, i) => `0x7BB#2${i + 1}00000000000000`),
].map(parseFrame);

function setUp(pace: Pace = { replyMs: 2, gapMs: 0 }) {
	const clock = new ManualClock();
	const bus = new RecordingBus(clock);
	const responder = new Responder(bus, clock, pace);
	const flow = (hex: string) => responder.flowControl(parseFrame(`0x79B#${hex}`));
	/** Lets time pass; tells time and first byte of each frame sent meanwhile. */
	const pass = (ms: number) => {
		clock.advance(ms);
		return bus.take().map((line) => line.replace(/0x7BB#(..).*/, "$1"));
	};
	return { bus, clock, responder, flow, pass };
}

/** A responder whose first frame has just gone out, at 2 ms. */
function waiting(pace?: Pace) {
	const parts = setUp(pace);
	parts.responder.reply(GROUP);
	expect(parts.pass(2)).toEqual(["2 10"]);
	return parts;
}

describe("a reply of several frames", () => {
	test("waits for flow control", () => {
		const { flow, pass } = waiting();
		expect(pass(900)).toEqual([]);
		flow("300000");
		expect(pass(0)).toEqual(["902 21", "902 22", "902 23", "902 24", "902 25", "902 26"]);
	});

	test("obeys block size and separation time, and each flow control may change them", () => {
		const { flow, pass } = waiting();
		flow("30020A");
		expect(pass(100)).toEqual(["12 21", "22 22"]);
		flow("300119");
		expect(pass(98)).toEqual(["127 23"]);
		flow("300005");
		expect(pass(100)).toEqual(["205 24", "210 25", "215 26"]);
	});

	test("keeps separation times below a millisecond", () => {
		const { flow, pass } = waiting();
		flow("3000F1");
		expect(pass(0.35)).toEqual(["2.1 21", "2.2 22", "2.3 23"]);
	});

	test("is not quicker than the control unit itself", () => {
		const { flow, pass } = waiting({ replyMs: 2, gapMs: 8 });
		flow("3000F9");
		expect(pass(20)).toEqual(["10 21", "18 22"]);
	});

	test("takes a flow control that comes while the first frame is still being sent", () => {
		const { bus, responder, pass } = setUp();
		bus.onSend = () => responder.flowControl(parseFrame("0x79B#300100"));
		responder.reply(GROUP);
		expect(pass(10)).toHaveLength(GROUP.length);
	});

	test("is forgotten after a second without flow control, at the start and between blocks", () => {
		const { flow, pass, responder, clock } = waiting();
		expect(pass(999)).toEqual([]);
		flow("300100");
		expect(pass(0)).toEqual(["1001 21"]);
		expect(pass(1000)).toEqual([]);
		flow("300000");
		expect(pass(5000)).toEqual([]);
		expect(clock.pending).toBe(0);
		responder.reply(GROUP);
		expect(pass(2)).toEqual(["7003 10"]);
	});

	test("waits longer when told to wait", () => {
		const { flow, pass } = waiting();
		pass(800);
		flow("310000");
		pass(800);
		flow("300100");
		expect(pass(0)).toEqual(["1602 21"]);
	});

	test.each(["320000", "330000", "3F0000"])("is given up after flow control %s", (hex) => {
		const { flow, pass, clock } = waiting();
		flow(hex);
		flow("300000");
		expect(pass(2000)).toEqual([]);
		expect(clock.pending).toBe(0);
	});

	test("ignores flow control that is cut short or that it does not wait for", () => {
		const { flow, pass, responder } = setUp();
		flow("300000");
		responder.reply(GROUP);
		flow("300000");
		expect(pass(50)).toEqual(["2 10"]);
		flow("3000");
		expect(pass(50)).toEqual([]);
		flow("30020A");
		flow("300000");
		expect(pass(100)).toEqual(["110 21", "120 22"]);
	});

	test("is not disturbed by another request", () => {
		const { flow, pass, responder } = waiting();
		responder.reply([parseFrame("0x7BB#0161")]);
		flow("300000");
		expect(pass(100)).toHaveLength(6);
		responder.reply([parseFrame("0x7BB#0161")]);
		expect(pass(100)).toEqual(["104 01"]);
	});

	test("may begin with a frame that asks for patience", () => {
		const { pass, responder, flow } = setUp({ replyMs: 2, gapMs: 8 });
		responder.reply([parseFrame("0x7BB#037F2278"), ...GROUP]);
		expect(pass(100)).toEqual(["2 03", "10 10"]);
		flow("300100");
		expect(pass(100)).toEqual(["108 21"]);
	});

	test("comes whole and in order whatever block sizes and separation times are asked for", () => {
		const control = fc.record({ blockSize: fc.nat(9), stMin: fc.nat(255) });
		fc.assert(
			fc.property(fc.array(control, { minLength: 6, maxLength: 6 }), (controls) => {
				const { flow, pass } = waiting();
				const seen: string[] = [];
				for (const { blockSize, stMin } of controls) {
					flow(`30${Buffer.from([blockSize, stMin]).toString("hex")}`);
					const block = pass(990).map((line) => line.slice(-2));
					if (blockSize > 0) expect(block.length).toBeLessThanOrEqual(blockSize);
					seen.push(...block);
				}
				expect(seen).toEqual(["21", "22", "23", "24", "25", "26"]);
			}),
		);
	});
});
