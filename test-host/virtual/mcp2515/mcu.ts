import { type BusFrame, Mcp2515Chip } from "./chip";

// Addresses and values as a test writes them, from the data sheet (11.0, registers 10-1 and 10-2).
export const CANSTAT = 0x0e;
export const CANCTRL = 0x0f;
export const TEC = 0x1c;
export const REC = 0x1d;
export const CANINTE = 0x2b;
export const CANINTF = 0x2c;
export const EFLG = 0x2d;
export const TXB0CTRL = 0x30;
export const RXB0CTRL = 0x60;
export const RXB1CTRL = 0x70;

export const NORMAL = 0x00;
export const SLEEP = 0x20;
export const LOOPBACK = 0x40;
export const LISTEN_ONLY = 0x60;
export const CONFIGURATION = 0x80;
/** OPMOD of CANSTAT. */
export const OPMOD = 0xe0;

/** The other end of the chip's SPI, worked by hand. */
export class Mcu {
	constructor(readonly chip = new Mcp2515Chip()) {}

	/** One transaction. */
	spi(...bytes: number[]): number[] {
		return [...this.chip.transfer(Uint8Array.from(bytes))];
	}

	read(address: number): number {
		return this.spi(0x03, address, 0)[2] ?? 0;
	}

	write(address: number, ...values: number[]): void {
		this.spi(0x02, address, ...values);
	}

	/** Masks and filters, 500 kbit/s from 8 MHz, rollover, all interrupts, then the mode. */
	configure(mode: number, masks = [0, 0], filters = [0, 0, 0, 0, 0, 0]): void {
		this.write(0x00, ...filters.slice(0, 3).flatMap(standard));
		this.write(0x10, ...filters.slice(3).flatMap(standard));
		this.write(0x20, ...masks.flatMap(standard));
		this.write(0x28, 0x01, 0x91, 0x00, 0xff);
		this.write(RXB0CTRL, 0x04);
		this.write(RXB1CTRL, 0x00);
		this.write(CANCTRL, mode);
	}

	/** Loads a transmit buffer and requests it to be sent. */
	send(buffer: number, id: number, ...data: number[]): void {
		this.spi(0x40 + 2 * buffer, ...standard(id), data.length, ...data);
		this.spi(0x80 | (1 << buffer));
	}
}

/** An 11-bit identifier, filter or mask as its four registers. */
export function standard(id: number): number[] {
	return [id >> 3, (id & 7) << 5, 0, 0];
}

/** A data frame of 8 bytes that begins with `mark`. */
export function frame(id: number, mark = 0, more: Partial<BusFrame> = {}): BusFrame {
	return { id, dlc: 8, data: [mark, 2, 3, 4, 5, 6, 7, 8], ...more };
}
