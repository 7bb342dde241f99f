import type { Mcp2515Chip } from "../virtual/mcp2515/chip";

/** One SPI transaction of a driver. */
export interface Step {
	/** The instruction and what belongs to it. */
	readonly send: readonly number[];
	/** How many bytes are clocked out after that; `dlc`: as many as the header read before says. */
	readonly read: number | "dlc";
	/** What these bytes are: SIDH to DLC, the data bytes, or both in one. */
	readonly gives?: "header" | "data" | "frame";
}

/** The SPI transactions by which a driver takes frames from the chip. */
export interface ReceiveSequence {
	readonly driver: string;
	/** One frame, in RXB0. */
	readonly single: readonly Step[];
	/** Two frames, one in each receive buffer. */
	readonly burst: readonly Step[];
}

/** What a sequence brought, and what it cost. */
export interface SequenceResult {
	readonly frames: readonly { readonly id: number; readonly data: readonly number[] }[];
	readonly bytes: number;
	readonly transactions: number;
}

const RXB_CTRL = [0x60, 0x70] as const;

/** One call of `readMessage` that finds a frame in buffer `n`. */
function autowp(n: 0 | 1): readonly Step[] {
	return [
		{ send: [0xa0], read: 1 },
		{ send: [0x03, RXB_CTRL[n] + 1], read: 5, gives: "header" },
		{ send: [0x03, RXB_CTRL[n]], read: 1 },
		{ send: [0x03, RXB_CTRL[n] + 6], read: "dlc", gives: "data" },
		{ send: [0x05, 0x2c, 1 << n, 0x00], read: 0 },
	];
}

/** CANINTF and EFLG in one READ. */
const FLAGS: Step = { send: [0x03, 0x2c], read: 2 };
const READ_RXB0: Step = { send: [0x90], read: 13, gives: "frame" };
const READ_RXB1: Step = { send: [0x94], read: 13, gives: "frame" };

/**
 * How other drivers receive, from what their sources do:
 *
 * - `autowp/arduino-mcp2515`, mcp2515.cpp, `readMessage`, at commit 06c0cdc (ESPHome's component does the same):
 *   READ STATUS, then of the buffer five header bytes, its control register, the data bytes, and BIT MODIFY to clear
 *   the flag. The further READ STATUS that finds nothing more is not counted.
 * - Linux, drivers/net/can/spi/mcp251x.c, `mcp251x_can_ist`, 6.0 and later: CANINTF and EFLG, each buffer by READ RX
 *   BUFFER, the flags once more after RXB0 unless RXB1 was seen to be full, and again until none is set.
 */
export const RECEIVE_SEQUENCES: readonly ReceiveSequence[] = [
	{ driver: "autowp/arduino-mcp2515, ESPHome", single: autowp(0), burst: [...autowp(0), ...autowp(1)] },
	{
		driver: "Linux mcp251x",
		single: [FLAGS, READ_RXB0, FLAGS, FLAGS],
		burst: [FLAGS, READ_RXB0, READ_RXB1, FLAGS],
	},
];

/** Puts a chip fresh from power-on into listen-only mode, with rollover and all standard frames accepted. */
export function listenToAll(chip: Mcp2515Chip): void {
	const zeros = (count: number) => new Array<number>(count).fill(0);
	chip.transfer(Uint8Array.of(0xc0));
	for (const address of [0x00, 0x10]) chip.transfer(Uint8Array.of(0x02, address, ...zeros(12)));
	chip.transfer(Uint8Array.of(0x02, 0x20, ...zeros(8)));
	// 8 quanta of 250 ns, sampled at 75 %: 500 kbit/s from 8 MHz.
	chip.transfer(Uint8Array.of(0x02, 0x28, 0x01, 0x91, 0x00, 0x23));
	chip.transfer(Uint8Array.of(0x02, 0x60, 0x04));
	chip.transfer(Uint8Array.of(0x02, 0x0f, 0x60));
}

/** Drives the chip through a sequence as the driver would. */
export function runSequence(chip: Mcp2515Chip, sequence: readonly Step[]): SequenceResult {
	const before = { bytes: chip.bytes, transactions: chip.transactions };
	const frames: { id: number; data: number[] }[] = [];
	let dlc = 0;
	for (const { send, read, gives } of sequence) {
		const tx = new Uint8Array(send.length + (read === "dlc" ? dlc : read));
		tx.set(send);
		const answer = [...chip.transfer(tx).subarray(send.length)];
		if (gives === "header" || gives === "frame") {
			const [sidh = 0, sidl = 0, , , length = 0] = answer.splice(0, 5);
			dlc = Math.min(length & 0x0f, 8);
			frames.push({ id: (sidh << 3) | (sidl >> 5), data: [] });
		}
		if (gives === "data" || gives === "frame") frames.at(-1)?.data.push(...answer.slice(0, dlc));
	}
	return {
		frames,
		bytes: chip.bytes - before.bytes,
		transactions: chip.transactions - before.transactions,
	};
}
