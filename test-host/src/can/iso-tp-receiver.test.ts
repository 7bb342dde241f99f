import { describe, expect, test } from "@jest/globals";
import fc from "fast-check";
import { IsoTpReceiver, type IsoTpReceiverOptions } from "../../../src/can/iso-tp-receiver";
import { frameOf } from "../../virtual/frame-text";

/** The frames of a payload as a control unit sends them, padded with FF (ISO 15765-2, 9.6). */
function segment(payload: Uint8Array): string[] {
	const hex = (bytes: Iterable<number>) =>
		Buffer.from([...bytes])
			.toString("hex")
			.padEnd(16, "f");
	if (payload.length <= 7) return [hex([payload.length, ...payload])];
	const frames = [hex([0x10 | (payload.length >> 8), payload.length & 0xff, ...payload.subarray(0, 6)])];
	for (let at = 6; at < payload.length; at += 7) {
		frames.push(hex([0x20 | (frames.length & 15), ...payload.subarray(at, at + 7)]));
	}
	return frames;
}

const counting = (length: number) => Uint8Array.from({ length }, (_, index) => (index * 7) & 0xff);

/** Feeds frames 10 ms apart; tells what each brought about and what payload came out. */
function feed(frames: readonly string[], options?: IsoTpReceiverOptions) {
	const receiver = new IsoTpReceiver(options);
	receiver.expect(0);
	const payloads: number[][] = [];
	let now = 0;
	const events = frames.map((hex) => {
		now += 10;
		const event = receiver.accept(frameOf(0x7bb, hex), now);
		if (event === "complete") payloads.push([...receiver.payload]);
		return event;
	});
	return { events, payloads, receiver, late: receiver.tick(now + 1000) };
}

describe("a reply", () => {
	test("in a single frame is complete at once, cut to its length", () => {
		const { events, payloads, late } = feed(["037F2112FFFFFFFF"]);
		expect(events).toEqual(["complete"]);
		expect(payloads).toEqual([[0x7f, 0x21, 0x12]]);
		expect(late).toBeUndefined();
	});

	test("in several frames asks for flow control once, and is cut to its length", () => {
		const { events, payloads } = feed(["100A610102030405", "2106070809FFFFFF"]);
		expect(events).toEqual(["send-flow-control", "complete"]);
		expect(payloads).toEqual([[0x61, 1, 2, 3, 4, 5, 6, 7, 8, 9]]);
	});

	test("of 29 frames: the counter goes on from 15 with 0", () => {
		const frames = segment(counting(198));
		expect(frames[16]?.slice(0, 2)).toBe("20");
		expect(feed(frames).payloads).toEqual([[...counting(198)]]);
	});

	test("in blocks asks for flow control after each, but not after the end", () => {
		const { events } = feed(segment(counting(6 + 4 * 7)), { blockSize: 2 });
		expect(events).toEqual(["send-flow-control", "continue", "send-flow-control", "continue", "complete"]);
	});

	test("to somebody else is followed without flow control", () => {
		const { events } = feed(segment(counting(20)), { respond: false, blockSize: 1 });
		expect(events).toEqual(["continue", "continue", "complete"]);
	});

	test("may end in a frame that is not padded", () => {
		expect(feed(["1008610102030405", "210607"]).events).toEqual(["send-flow-control", "complete"]);
	});

	test("of any length from 1 to 4095 comes out as it went in", () => {
		fc.assert(
			fc.property(fc.uint8Array({ minLength: 1, maxLength: 4095, size: "max" }), (payload) => {
				expect(feed(segment(payload)).payloads).toEqual([[...payload]]);
			}),
			{ numRuns: 50 },
		);
	});
});

describe("a disturbed reply", () => {
	const frames = segment(counting(41));

	test.each([
		["a frame is lost", [0, 1, 3, 4, 5]],
		["frames are swapped", [0, 1, 3, 2, 4, 5]],
		["a frame comes twice", [0, 1, 1, 2, 3, 4, 5]],
	])("is given up when %s", (_, order) => {
		const { events, payloads } = feed(order.map((index) => frames[index] as string));
		expect(events).toContain("sequence-gap");
		expect(payloads).toEqual([]);
	});

	test("does not disturb the next one", () => {
		const { events, payloads } = feed([
			...frames.slice(0, 2),
			frames[3] as string,
			frames[4] as string,
			...frames,
		]);
		expect(events.slice(2, 5)).toEqual(["sequence-gap", "stray", "send-flow-control"]);
		expect(payloads).toEqual([[...counting(41)]]);
	});

	test("starts anew with a first frame in its midst", () => {
		expect(feed([...frames.slice(0, 3), ...frames]).payloads).toEqual([[...counting(41)]]);
	});

	test("without its first frame is left alone", () => {
		expect(feed(frames.slice(1)).events).toEqual(frames.slice(1).map(() => "stray"));
	});

	test("that lost exactly 16 frames, one turn of the counter, is never complete", () => {
		const long = segment(counting(300));
		const { events, payloads, late } = feed([...long.slice(0, 5), ...long.slice(21)]);
		expect(new Set(events.slice(1))).toEqual(new Set(["continue"]));
		expect({ payloads, late }).toEqual({ payloads: [], late: "timeout" });
	});

	test("that was interrupted by another one says so", () => {
		const receiver = new IsoTpReceiver();
		const interrupted = (hex: string) => {
			receiver.accept(frameOf(0x7bb, hex), 0);
			return receiver.interrupted;
		};
		const [first, second] = frames as [string, string];
		expect([first, second, "30001900", "0161", first, first].map(interrupted)).toEqual([
			...[false, false, false],
			...[true, false, true],
		]);
	});

	test("by any frames at all never throws", () => {
		const any = fc.uint8Array({ maxLength: 8 }).map((data) => Buffer.from(data).toString("hex"));
		fc.assert(fc.property(fc.array(any), (noise) => void feed(noise, { maxLength: 64 })));
	});
});

describe("a frame against the standard", () => {
	test.each([
		["single frame without data", "00FFFFFFFFFFFFFF", "ignored"],
		["single frame of more than 7 bytes", "0861010203040506", "ignored"],
		["single frame shorter than it says", "0361", "ignored"],
		["first frame of 7 bytes", "10296101000000", "ignored"],
		["first frame of a payload that fits a single frame", "1007610102030405", "ignored"],
		["first frame longer than the buffer", "1041610102030405", "too-long"],
		["first frame in the form for more than 4095 bytes", "1000000010000000", "too-long"],
		["first frame in that form with fewer", "100000000FFF0000", "ignored"],
		["flow control", "3000000000000000", "ignored"],
		["unknown kind", "F000000000000000", "ignored"],
		["empty frame", "", "ignored"],
	])("%s", (_, hex, event) => {
		expect(feed([hex], { maxLength: 64 }).events).toEqual([event]);
	});

	test("that is to be ignored does not end a reply", () => {
		const { payloads } = feed(["1008610102030405", "00", "0861", "1007610102030405", "3F", "21070800"]);
		expect(payloads).toEqual([[0x61, 1, 2, 3, 4, 5, 7, 8]]);
	});

	test("first frame on a functional address, where only single frames are allowed", () => {
		expect(feed(["1029610102030405", "023E80"], { functional: true }).events).toEqual([
			"ignored",
			"complete",
		]);
	});

	test("single frame longer than the buffer", () => {
		expect(feed(["0561010203040000"], { maxLength: 4 }).events).toEqual(["too-long"]);
	});

	test("consecutive frame shorter than its share", () => {
		expect(feed(["1029610102030405", "21060708"]).events).toEqual(["send-flow-control", "malformed"]);
	});
});

describe("time", () => {
	const first = frameOf(0x7bb, "1029610102030405");
	const next = frameOf(0x7bb, "210607080900AABB");

	test("runs out when nothing answers, once", () => {
		const receiver = new IsoTpReceiver();
		receiver.expect(1000);
		expect(receiver.tick(1200)).toBeUndefined();
		expect(receiver.tick(1201)).toBe("timeout");
		expect(receiver.tick(9999)).toBeUndefined();
	});

	test("runs out between two frames", () => {
		const receiver = new IsoTpReceiver();
		receiver.accept(first, 0);
		expect(receiver.tick(150)).toBeUndefined();
		expect(receiver.accept(next, 150)).toBe("continue");
		expect(receiver.accept(frameOf(0x7bb, "220607080900AABB"), 301)).toBe("timeout");
		expect(receiver.accept(frameOf(0x7bb, "230607080900AABB"), 302)).toBe("stray");
	});

	test("runs out for the whole reply, however steadily its frames come", () => {
		const receiver = new IsoTpReceiver();
		receiver.expect(0);
		const frames = segment(counting(198)).map((hex) => frameOf(0x7bb, hex));
		const events = frames.map((frame, index) => receiver.accept(frame, index * 100));
		// 28 consecutive frames of 50 ms each.
		expect(events.indexOf("timeout")).toBe(15);
	});

	test("may be longer for an answer that is pending", () => {
		const receiver = new IsoTpReceiver();
		receiver.expect(0);
		expect(receiver.accept(frameOf(0x7bb, "037F2178FFFFFFFF"), 10)).toBe("complete");
		receiver.expect(10, 5000);
		expect(receiver.tick(5000)).toBeUndefined();
		expect(receiver.accept(first, 5000)).toBe("send-flow-control");
	});

	test("of the whole reply does not run for one to somebody else", () => {
		const receiver = new IsoTpReceiver({ respond: false });
		const frames = segment(counting(198)).map((hex) => frameOf(0x7bb, hex));
		const events = frames.map((frame, index) => receiver.accept(frame, index * 150));
		expect(events.at(-1)).toBe("complete");
	});

	test("for the whole reply is longer where a longer separation was asked for", () => {
		const receiver = new IsoTpReceiver({ separationMs: 100 });
		const frames = segment(counting(198)).map((hex) => frameOf(0x7bb, hex));
		expect(frames.map((frame, index) => receiver.accept(frame, index * 120)).at(-1)).toBe("complete");
	});

	test("does not run when nothing was asked", () => {
		expect(new IsoTpReceiver().tick(1e9)).toBeUndefined();
	});

	test("stops for what is reset", () => {
		const receiver = new IsoTpReceiver();
		receiver.accept(first, 0);
		receiver.reset();
		expect(receiver.tick(1e9)).toBeUndefined();
		expect(receiver.accept(next, 10)).toBe("stray");
		expect(receiver.payload).toHaveLength(0);
	});
});
