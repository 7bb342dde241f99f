/** A message of the Leaf on EV-CAN for measurements. */
export interface BenchFrame {
	readonly id: number;
	/** 8 bytes. */
	readonly data: readonly number[];
	/** How often a ZE1 sends it in a second (Leaf protocol facts, 2). */
	readonly perSecond: number;
}

/** Every broadcast message that the firmware follows: pack, SOC, charge, capacity. */
export const BENCH_FRAMES: readonly BenchFrame[] = [
	{ id: 0x1db, data: [0x00, 0x80, 0xc1, 0x2a, 0x00, 0x00, 0x01, 0xb2], perSecond: 100 },
	{ id: 0x55b, data: [0xd8, 0x80, 0x00, 0x00, 0xe7, 0x00, 0x11, 0x23], perSecond: 10 },
	{ id: 0x5bc, data: [0xa2, 0x40, 0x00, 0xf0, 0xb6, 0x00, 0x00, 0x00], perSecond: 10 },
	{ id: 0x59e, data: [0x00, 0x00, 0x25, 0x2f, 0xa0, 0x00, 0x00, 0xac], perSecond: 2 },
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
