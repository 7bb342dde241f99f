import type { Mcp2515Chip } from "../virtual/mcp2515/chip";

const READ_RX_BUFFER_0 = 0x90;
/** RX STATUS answered: a standard data frame waits in RXB0, accepted by filter 0 (MCP2515 data sheet, figure 12-9). */
const WAITING_IN_RXB0 = Uint8Array.of(0xb0, 0x40);

/**
 * An SPI bus with the chip model at its end, until the bench puts a tape in: from then on it plays the same answers
 * again and again at next to no cost, so that what is counted is the work of the firmware.
 */
export function tapeSpi(chip: Mcp2515Chip) {
	let next: Uint8Array | undefined;
	let later: Uint8Array | undefined;
	class TapeSPI {
		transfer(buffer: Uint8Array): void {
			const answer = next;
			next = later;
			later = answer;
			buffer.set(answer ?? chip.transfer(buffer));
		}

		close(): void {}
	}
	/** From now on every frame is the one on the tape: the 14 bytes that READ RX BUFFER brings. */
	const play = (tape: Uint8Array) => {
		next = WAITING_IN_RXB0;
		later = tape;
	};
	return { SPI: TapeSPI, play };
}

/** An INT pin that is low when it is first looked at, and high after one frame. */
export class TapeDigital {
	static readonly InputPullUp = 1;
	static readonly Falling = 2;
	static onReadable: () => void = () => {};
	level = 1;

	constructor(options: { onReadable: () => void }) {
		TapeDigital.onReadable = options.onReadable;
	}

	read(): number {
		this.level = 1 - this.level;
		return this.level;
	}

	close(): void {}
}

/** A data frame as READ RX BUFFER brings it: instruction, SIDH, SIDL, EID8, EID0, DLC, data (12.4, 4.2). */
export function tapeOf(id: number, data: readonly number[]): Uint8Array {
	const tape = new Uint8Array(14);
	tape.set([READ_RX_BUFFER_0, id >> 3, (id & 7) << 5, 0, 0, data.length, ...data]);
	return tape;
}
