import { acceptanceOf } from "../../src/vehicle/acceptance";

/** A message of the Leaf on EV-CAN for measurements. */
export interface BenchFrame {
	readonly id: number;
	/** Up to 8 bytes. */
	readonly data: readonly number[];
	/** How often the firmware hears it of a ZE1 in a second (Leaf protocol facts, 2). */
	readonly perSecond: number;
}

/** What the firmware asks the CAN driver for on EV-CAN, with the identifiers of diagnostics. */
export const EV_CAN = acceptanceOf("ev-can", [0x79b, 0x7bb, 0x797, 0x79a, 0x7df]);

/** What is heard in turn is heard three times in a round, and a round takes about six seconds. */
const IN_TURN = 0.5;

/** Every broadcast message of a ZE1 that the firmware listens to, as a real one sent it. */
export const BENCH_FRAMES: readonly BenchFrame[] = [
	frame(0x1db, "FF20C5AA00FF90F4", 100),
	frame(0x55b, "E7800000E1401013", 10),
	frame(0x5bc, "A380E364B6004000", 10),
	frame(0x59e, "0000229FA00000BC", IN_TURN),
	frame(0x5c0, "0172F202C9B01F00", IN_TURN),
	frame(0x1d4, "8888053007440128", IN_TURN),
	frame(0x390, "0400010200000003", IN_TURN),
	frame(0x11a, "4E400455000001AB", IN_TURN),
	frame(0x284, "03C703D101D50D07", IN_TURN),
	frame(0x54c, "A291000000007400", IN_TURN),
	frame(0x355, "01E101F810004000", IN_TURN),
	frame(0x5c5, "40012F6000000000", IN_TURN),
	frame(0x50b, "000006C0000000", IN_TURN),
	frame(0x1cb, "00000000600011", IN_TURN),
];

/** Mean over the messages, each counted once. */
export function meanOf(perMessage: readonly number[]): number {
	return perMessage.reduce((sum, value) => sum + value, 0) / perMessage.length;
}

/** Mean over the frames of a bus, on which some messages come more often. */
export function busMeanOf(perMessage: readonly number[]): number {
	const weights = BENCH_FRAMES.map(({ perSecond }) => perSecond);
	const total = weights.reduce((sum, weight) => sum + weight, 0);
	return perMessage.reduce((sum, value, index) => sum + value * (weights[index] ?? 0), 0) / total;
}

function frame(id: number, hex: string, perSecond: number): BenchFrame {
	const data = (hex.match(/../g) ?? []).map((digits) => Number.parseInt(digits, 16));
	return { id, data, perSecond };
}
