import { describe, expect, test } from "@jest/globals";
import fc from "fast-check";
import { flowControl, parseFlowControl } from "../../../src/can/flow-control";
import type { CanFrame } from "../../../src/can/frame";
import { OUR_FLOW } from "../../../src/can/iso-tp";
import { IsoTpReceiver } from "../../../src/can/iso-tp-receiver";
import { IsoTpSender } from "../../../src/can/iso-tp-sender";

const copy = ({ id, dlc, data }: CanFrame): CanFrame => ({ id, dlc, data: data.slice() });
const payloads = (maxLength: number) => fc.uint8Array({ minLength: 1, maxLength, size: "max" });

interface Sent {
	readonly at: number;
	readonly frame: CanFrame;
}

/** All frames of a payload when `control` is the answer to those that ask for one, and what the receiver made of it. */
function transfer(payload: Uint8Array, control: CanFrame, waits = 0) {
	const { blockSize = 0, separationMs = 0 } = parseFlowControl(control) ?? {};
	const [sender, receiver] = [new IsoTpSender(), new IsoTpReceiver({ blockSize, separationMs })];
	const [sent, received]: [Sent[], number[][]] = [[], []];
	let asked = 0;
	sender.start(0x7bb, payload, 0);
	receiver.expect(0);
	for (let at = sender.nextAt; at !== undefined; at = sender.nextAt) {
		const frame = copy(sender.next(at) as CanFrame);
		sent.push({ at, frame });
		const event = receiver.accept(frame, at);
		if (event === "complete") received.push([...receiver.payload]);
		if (event !== "send-flow-control") continue;
		asked += 1;
		for (let count = 0; count < waits; count++) sender.accept(flowControl(0x79b, "wait"), at);
		sender.accept(control, at);
	}
	return { sent, received, asked, state: sender.state };
}

describe("from sender to receiver", () => {
	const flow = fc.record({ blockSize: fc.nat(255), separation: fc.nat(255), waits: fc.nat(10) });

	test("any payload comes through with any block size, separation time and patience", () => {
		fc.assert(
			fc.property(payloads(4095), flow, (payload, { blockSize, separation, waits }) => {
				const control = flowControl(0x79b, "continue", blockSize);
				control.data[2] = separation;
				const { received, state, sent, asked } = transfer(payload, control, waits);
				expect({ received, state }).toEqual({ received: [[...payload]], state: "sent" });
				const consecutive = sent.length - 1;
				const blocks = blockSize === 0 ? 1 : Math.ceil(consecutive / blockSize);
				expect(asked).toBe(consecutive === 0 ? 0 : blocks);
			}),
		);
	});

	test("no two consecutive frames are closer than was asked for, within a block", () => {
		const { sent } = transfer(new Uint8Array(300), flowControl(0x79b, "continue", 0, 20));
		const gaps = sent.slice(2).map(({ at }, index) => at - (sent[index + 1]?.at ?? 0));
		expect(new Set(gaps)).toEqual(new Set([20]));
	});
});

/** What becomes of a frame on its way: how late each copy of it arrives, ms, and to how many bytes it is cut. */
interface Fate {
	readonly delays: readonly number[];
	readonly cut: number;
}

/** What lies behind the end of a frame is what was there before. */
const cutTo = (dlc: number, { id, data }: CanFrame): CanFrame => ({
	id,
	dlc,
	data: data.map((byte, index) => (index < dlc ? byte : ~byte)),
});

/** Frames that do not belong to the reply, but come with the same identifier. */
const FOREIGN = ["037F2112", "0161", "300019", "320000", "F0", "00", "1007010203040506", ""].map((hex) => ({
	id: 0x7bb,
	dlc: hex.length / 2,
	data: Uint8Array.from(
		{ length: 8 },
		(_, index) => Number.parseInt(hex.slice(index * 2, index * 2 + 2), 16) || 0,
	),
}));

/** The longest delay for which the receiver promises to tell frames apart is 275 ms. */
const delay = fc.nat(270);
const fate: fc.Arbitrary<Fate> = fc.oneof(
	{ weight: 20, arbitrary: fc.constant({ delays: [0], cut: 8 }) },
	{ weight: 1, arbitrary: fc.record({ delays: fc.array(delay, { maxLength: 3 }), cut: fc.constant(8) }) },
	{ weight: 1, arbitrary: fc.record({ delays: fc.constant([0]), cut: fc.nat(8) }) },
);
/** A stretch of lost frames: a fate alone would rarely lose 16 of them in a row. */
const hole = fc.record({ from: fc.nat(70), length: fc.constantFrom(0, 0, 1, 2, 15, 16, 17, 32) });
const intruder = fc.record({ at: fc.nat(1500), frame: fc.constantFrom(...FOREIGN) });

const disturbed = fc.record({
	payload: payloads(500),
	fates: fc.array(fate, { minLength: 80, maxLength: 80 }),
	hole,
	intruders: fc.array(intruder, { maxLength: 2 }),
	end: fc.constantFrom(40, 80, 80, 80),
});

describe("on a bad line", () => {
	test("comes the payload or a reason, never another payload", () => {
		fc.assert(
			fc.property(disturbed, ({ payload, fates, hole, intruders, end }) => {
				const { sent } = transfer(payload, flowControl(0x79b));
				const arrivals: Sent[] = sent.slice(0, end).flatMap(({ at, frame }, index) => {
					const { delays, cut } = fates[index] as Fate;
					const lost = index >= hole.from && index < hole.from + hole.length;
					return lost ? [] : delays.map((late) => ({ at: at + late, frame: cutTo(cut, frame) }));
				});
				arrivals.push(...intruders);
				arrivals.sort((a, b) => a.at - b.at);
				const { received, reasons } = receive(arrivals);
				const singles = FOREIGN.map(({ data }) => [...data.subarray(1, 1 + (data[0] as number))]);
				for (const got of received) expect([[...payload], ...singles]).toContainEqual(got);
				expect(received.length + reasons.length).toBeGreaterThan(0);
			}),
			{ numRuns: 2000 },
		);
	});

	test("a frame that is lost is noticed by the next one, 16 in a row by the time that they took", () => {
		const { sent } = transfer(new Uint8Array(400), flowControl(0x79b));
		const without = (count: number) => receive([...sent.slice(0, 5), ...sent.slice(5 + count)]).reasons[0];
		expect([1, 5, 15, 16, 17].map(without)).toEqual([
			...["sequence-gap", "sequence-gap"],
			...["timeout", "timeout", "timeout"],
		]);
		expect(16 * OUR_FLOW.separationMs).toBe(400);
	});
});

function receive(arrivals: readonly Sent[]): { received: number[][]; reasons: string[] } {
	const receiver = new IsoTpReceiver({ maxLength: 500 });
	const [received, reasons]: [number[][], string[]] = [[], []];
	receiver.expect(0);
	for (const { at, frame } of arrivals) {
		const event = receiver.accept(frame, at);
		if (receiver.interrupted) reasons.push("interrupted");
		if (event === "complete") received.push([...receiver.payload]);
		else if (/timeout|gap|long|malformed/.test(event)) reasons.push(event);
	}
	const late = receiver.tick(1e6);
	if (late !== undefined) reasons.push(late);
	return { received, reasons };
}
