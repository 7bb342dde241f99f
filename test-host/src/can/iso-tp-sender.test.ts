import { describe, expect, test } from "@jest/globals";
import { IsoTpSender, type IsoTpSenderOptions } from "../../../src/can/iso-tp-sender";
import { formatFrame, frameOf } from "../../virtual/frame-text";

const counting = (length: number) => Uint8Array.from({ length }, (_, index) => index + 1);

function setUp(length: number, options?: IsoTpSenderOptions) {
	const sender = new IsoTpSender(options);
	sender.start(0x79b, counting(length), 0);
	const flow = (hex: string, now: number) => sender.accept(frameOf(0x7bb, hex), now);
	/** The frames that go out until `until`, each with its time. */
	const run = (until: number) => {
		const sent: string[] = [];
		for (let at = sender.nextAt; at !== undefined && at <= until; at = sender.nextAt) {
			const frame = sender.next(at);
			sent.push(`${at} ${formatFrame(frame ?? frameOf(0, "")).slice(6)}`);
		}
		return sent;
	};
	return { sender, flow, run };
}

describe("a payload", () => {
	test("that fits a single frame goes out at once, padded with 00", () => {
		const { sender, run } = setUp(2);
		expect(run(0)).toEqual(["0 0201020000000000"]);
		expect(sender.state).toBe("sent");
		expect(sender.next(1000)).toBeUndefined();
	});

	test("of 6 and of 7 bytes fits as well", () => {
		expect(setUp(6).run(0)).toEqual(["0 0601020304050600"]);
		expect(setUp(7).run(0)).toEqual(["0 0701020304050607"]);
	});

	test("of 8 bytes waits for flow control after its first frame", () => {
		const { sender, flow, run } = setUp(8);
		expect(run(500)).toEqual(["0 1008010203040506"]);
		expect([sender.state, sender.nextAt]).toEqual(["waiting", undefined]);
		flow("300000", 500);
		expect(run(500)).toEqual(["500 2107080000000000"]);
		expect(sender.state).toBe("sent");
	});

	test("of 4095 bytes announces them", () => {
		expect(setUp(4095).run(0)[0]?.slice(0, 6)).toBe("0 1FFF");
	});

	test.each([0, 4096])("of %p bytes is refused", (length) => {
		expect(() => setUp(length)).toThrow(RangeError);
	});

	test("to a functional address must fit a single frame", () => {
		expect(setUp(7, { functional: true }).run(0)).toHaveLength(1);
		expect(() => setUp(8, { functional: true })).toThrow(RangeError);
	});

	test("may follow another one that was given up", () => {
		const { sender, run } = setUp(20);
		run(0);
		sender.start(0x797, [0x22, 0x12, 0x03], 10);
		expect(sender.next(9)).toBeUndefined();
		expect(formatFrame(sender.next(10) ?? frameOf(0, ""))).toBe("0x797#0322120300000000");
	});
});

describe("flow control", () => {
	test("says how many frames, and how far apart; each may say something else", () => {
		const { flow, run } = setUp(6 + 5 * 7);
		run(0);
		flow("30020A", 100);
		expect(run(900).map((line) => line.slice(0, 6))).toEqual(["100 21", "110 22"]);
		flow("3000F5", 200);
		expect(run(900).map((line) => line.split(" ")[0])).toEqual(["200", "200.5", "201"]);
	});

	test("counts 15 and then 0", () => {
		const { flow, run } = setUp(6 + 17 * 7);
		run(0);
		flow("300000", 0);
		const counters = run(0).map((line) => line.slice(2, 4));
		expect(counters.slice(13)).toEqual(["2E", "2F", "20", "21"]);
	});

	test("may ask for patience, ten times in a row", () => {
		const { sender, flow, run } = setUp(8);
		run(0);
		for (let count = 1; count <= 10; count++) flow("310000", count * 900);
		expect(sender.state).toBe("waiting");
		flow("310000", 9900);
		expect(sender.state).toBe("too-many-waits");
		flow("300000", 9901);
		expect(run(9999)).toEqual([]);
	});

	test("begins to count patience anew with each block", () => {
		const { sender, flow, run } = setUp(20, { maxWaits: 1 });
		run(0);
		flow("310000", 0);
		flow("300100", 0);
		run(0);
		flow("310000", 0);
		expect(sender.state).toBe("waiting");
		flow("300100", 0);
		run(0);
		expect(sender.state).toBe("sent");
	});

	test.each([
		["320000", "overflow"],
		["330000", "bad-flow-control"],
		["3F0000", "bad-flow-control"],
	])("%s ends the payload: %s", (hex, state) => {
		const { sender, flow, run } = setUp(8);
		run(0);
		flow(hex, 0);
		expect(sender.state).toBe(state);
		flow("300000", 0);
		expect(run(100)).toEqual([]);
	});

	test("must come within N_Bs, and after a request for patience again", () => {
		const { sender, flow, run } = setUp(20);
		run(0);
		expect(sender.tick(1000)).toBeUndefined();
		flow("310000", 1000);
		flow("300100", 2000);
		expect(run(2000)).toHaveLength(1);
		expect(sender.tick(3000)).toBeUndefined();
		expect(sender.tick(3001)).toBe("timeout");
		expect(sender.tick(9999)).toBeUndefined();
		expect(sender.state).toBe("timeout");
	});

	test("that comes too late is not obeyed, even if nobody has looked at the clock", () => {
		const { sender, flow, run } = setUp(8);
		run(0);
		flow("300000", 1001);
		expect(sender.state).toBe("timeout");
		expect(run(2000)).toEqual([]);
	});

	test("that is not waited for is ignored, as is any other frame", () => {
		const { sender, flow, run } = setUp(6 + 3 * 7);
		flow("320000", 0);
		run(0);
		for (const hex of ["0161", "1008010203040506", "2100", "F0", "3000", ""]) flow(hex, 10);
		expect(sender.state).toBe("waiting");
		flow("30000A", 20);
		flow("320000", 21);
		expect(run(100)).toHaveLength(3);
		flow("320000", 200);
		expect(sender.state).toBe("sent");
	});
});
