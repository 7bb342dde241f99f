import { beforeEach, describe, expect, test } from "@jest/globals";
import { type BusFrame, Mcp2515Chip } from "./chip";

const CANSTAT = 0x0e;
const CANCTRL = 0x0f;
const TEC = 0x1c;
const CANINTE = 0x2b;
const CANINTF = 0x2c;
const EFLG = 0x2d;
const RXB0CTRL = 0x60;
const RXB1CTRL = 0x70;
const LISTEN_ONLY = 0x60;
const NORMAL = 0x00;
const LOOPBACK = 0x40;
const SLEEP = 0x20;
const CONFIGURATION = 0x80;

let chip: Mcp2515Chip;
beforeEach(() => {
	chip = new Mcp2515Chip();
});

function spi(...bytes: number[]): number[] {
	return [...chip.transfer(Uint8Array.from(bytes))];
}

function read(address: number): number | undefined {
	return spi(0x03, address, 0)[2];
}

function write(address: number, ...values: number[]): void {
	spi(0x02, address, ...values);
}

/** An 11-bit filter or mask as its four registers. */
function standard(id: number): number[] {
	return [id >> 3, (id & 7) << 5, 0, 0];
}

/** Masks and filters, 500 kbit/s, rollover, all interrupts, then the mode. */
function configure(mode: number, masks = [0, 0], filters = [0, 0, 0, 0, 0, 0]): void {
	write(0x00, ...filters.slice(0, 3).flatMap(standard));
	write(0x10, ...filters.slice(3).flatMap(standard));
	write(0x20, ...masks.flatMap(standard));
	write(0x28, 0x01, 0x91, 0x00, 0xff);
	write(RXB0CTRL, 0x04);
	write(RXB1CTRL, 0x00);
	write(CANCTRL, mode);
}

function frame(id: number, mark = 0, more: Partial<BusFrame> = {}): BusFrame {
	return { id, dlc: 8, data: [mark, 2, 3, 4, 5, 6, 7, 8], ...more };
}

/** Loads a transmit buffer and requests it to be sent. */
function send(buffer: number, id: number, ...data: number[]): void {
	spi(0x40 + 2 * buffer, ...standard(id), data.length, ...data);
	spi(0x80 | (1 << buffer));
}

describe("reset and registers", () => {
	test("after power-on and after RESET: configuration mode (registers 10-1 and 10-2)", () => {
		expect([read(CANSTAT), read(CANCTRL)]).toEqual([0x80, 0x87]);
		configure(NORMAL);
		spi(0xc0);
		expect([read(CANSTAT), read(CANCTRL), read(0x2a), read(CANINTE)]).toEqual([0x80, 0x87, 0, 0]);
	});

	test("CANSTAT and CANCTRL are in every row (table 11-1)", () => {
		for (const row of [0x10, 0x40, 0x70]) expect([read(row + 0x0e), read(row + 0x0f)]).toEqual([0x80, 0x87]);
		write(0x5f, LISTEN_ONLY);
		expect(read(CANSTAT)).toBe(LISTEN_ONLY);
	});

	test("SO is not driven during the instruction", () => {
		expect(spi(0x03, CANSTAT, 0)).toEqual([0xff, 0xff, 0x80]);
	});

	test("the address counts up and wraps (12.3)", () => {
		expect(spi(0x03, 0x7e, 0, 0, 0).slice(2)).toEqual([0x80, 0x87, 0xa5]);
	});

	test("CNF, filters and masks can only be written in configuration mode (10.1)", () => {
		configure(LISTEN_ONLY);
		write(0x28, 0x07, 0xff, 0x3f);
		expect(spi(0x03, 0x28, 0, 0, 0).slice(2)).toEqual([0x01, 0x91, 0x00]);
	});

	test("filters and masks read as 0 outside configuration mode (table 11-1, note)", () => {
		configure(CONFIGURATION, [0x7ff, 0x7ff], [0x1db, 0, 0, 0, 0, 0]);
		expect(read(0x00)).toBe(0x1db >> 3);
		write(CANCTRL, LISTEN_ONLY);
		expect(read(0x00)).toBe(0);
		write(CANCTRL, CONFIGURATION);
		expect(read(0x00)).toBe(0x1db >> 3);
	});

	test.each([
		["CANSTAT", CANSTAT, 0x80],
		["TEC", TEC, 0],
		["EFLG but for the overflows", EFLG, 0xc0],
		["RXB0CTRL but for RXM and BUKT", RXB0CTRL, 0x66],
		["TXB0CTRL but for TXREQ and TXP", 0x30, 0x0b],
		["CNF3 bits that do not exist", 0x28, 0xc7],
	])("%s is read-only", (_, address, expected) => {
		write(address, 0xff);
		expect(read(address)).toBe(expected);
	});

	test("BIT MODIFY changes the masked bits, and all of a register that it does not work on (12.10)", () => {
		write(CANINTE, 0b1010_1010);
		spi(0x05, CANINTE, 0x0f, 0x55);
		expect(read(CANINTE)).toBe(0b1010_0101);
		write(0x31, 0b1010_1010);
		spi(0x05, 0x31, 0x0f, 0x55);
		expect(read(0x31)).toBe(0x55);
	});

	test("traffic is counted", () => {
		read(CANSTAT);
		spi(0xb0, 0);
		expect([chip.transactions, chip.bytes]).toEqual([2, 5]);
		chip.resetTraffic();
		expect([chip.transactions, chip.bytes]).toEqual([0, 0]);
	});
});

describe("receiving", () => {
	test("READ RX BUFFER gives the frame and clears its flag (12.4)", () => {
		configure(LISTEN_ONLY);
		chip.receive({ id: 0x5bc, dlc: 3, data: [9, 8, 7] });
		expect(spi(0x90, ...new Array(8).fill(0)).slice(1)).toEqual([0xb7, 0x80, 0, 0, 3, 9, 8, 7]);
		expect(read(CANINTF)).toBe(0);
		expect(chip.intLow).toBe(false);
	});

	test("READ RX BUFFER can begin at the data, and READ clears nothing", () => {
		configure(LISTEN_ONLY);
		chip.receive(frame(0x100, 1));
		chip.receive(frame(0x100, 2));
		expect(read(0x66)).toBe(1);
		expect(read(CANINTF)).toBe(0x03);
		expect(spi(0x96, 0)[1]).toBe(2);
		expect(read(CANINTF)).toBe(0x01);
		expect(spi(0x92, 0)[1]).toBe(1);
		expect(read(CANINTF)).toBe(0x00);
	});

	test("rollover to RXB1, then overflow of RXB1 with ERRIF (figure 4-3)", () => {
		configure(LISTEN_ONLY);
		expect([1, 2, 3].map((mark) => chip.receive(frame(0x100, mark)))).toEqual([true, true, false]);
		expect([read(0x66), read(0x76), read(EFLG), read(CANINTF)]).toEqual([1, 2, 0x80, 0x23]);
	});

	test("without rollover RXB0 overflows (figure 4-3)", () => {
		configure(LISTEN_ONLY);
		write(RXB0CTRL, 0);
		expect([1, 2].map((mark) => chip.receive(frame(0x100, mark)))).toEqual([true, false]);
		expect([read(EFLG), read(CANINTF)]).toEqual([0x40, 0x21]);
	});

	test("ERRIF cannot be cleared while an overflow flag is set (7.7)", () => {
		configure(LISTEN_ONLY);
		for (let n = 0; n < 3; n++) chip.receive(frame(0x100));
		write(CANINTF, 0);
		expect(read(CANINTF)).toBe(0x20);
		spi(0x05, EFLG, 0x80, 0);
		write(CANINTF, 0);
		expect([read(CANINTF), chip.intLow]).toEqual([0, false]);
	});

	test.each([
		[0x100, RXB0CTRL, 0, 0x40],
		[0x101, RXB0CTRL, 1, 0x41],
		[0x102, RXB1CTRL, 2, 0x82],
		[0x103, RXB1CTRL, 3, 0x83],
		[0x104, RXB1CTRL, 4, 0x84],
		[0x105, RXB1CTRL, 5, 0x85],
	])("identifier %d goes by its filter, and RX STATUS says so (4.5, 12.9)", (id, control, filhit, status) => {
		configure(LISTEN_ONLY, [0x7ff, 0x7ff], [0x100, 0x101, 0x102, 0x103, 0x104, 0x105]);
		expect(chip.receive(frame(id))).toBe(true);
		expect((read(control) ?? 0) & 0x07 & (control === RXB0CTRL ? 0x01 : 0x07)).toBe(filhit);
		expect(spi(0xb0, 0, 0)).toEqual([0xff, status, status]);
		expect(chip.receive(frame(0x106))).toBe(false);
	});

	test("RX STATUS of a message that rolled over, and with both full (figure 12-9)", () => {
		configure(LISTEN_ONLY, [0x7ff, 0x7ff], [0x100, 0x101, 0x102, 0x103, 0x104, 0x105]);
		chip.receive(frame(0x100));
		chip.receive(frame(0x101));
		expect(spi(0xb0, 0)[1]).toBe(0xc0);
		spi(0x90, 0);
		expect(spi(0xb0, 0)[1]).toBe(0x87);
		expect((read(RXB1CTRL) ?? 0) & 0x07).toBe(1);
	});

	test("RXB0 has priority when both would match (4.2)", () => {
		configure(LISTEN_ONLY, [0x7ff, 0x7ff], [0x100, 0x100, 0x100, 0x100, 0x100, 0x100]);
		chip.receive(frame(0x100));
		expect(read(CANINTF)).toBe(0x01);
	});

	test("mask bits of EID8 and EID0 compare the first two data bytes (4.5.1)", () => {
		configure(CONFIGURATION);
		write(0x22, 0xff, 0x0f);
		write(0x26, 0xff, 0x0f);
		write(0x02, 0x10, 0x02);
		for (const at of [0x06, 0x0a, 0x12, 0x16, 0x1a]) write(at, 0xee, 0xee);
		write(CANCTRL, LISTEN_ONLY);
		expect(chip.receive({ id: 1, dlc: 2, data: [0x10, 0xf2] })).toBe(true);
		expect(chip.receive({ id: 1, dlc: 2, data: [0x10, 0xf3] })).toBe(false);
	});

	test("extended and remote frames (registers 4-1, 4-5 to 4-8)", () => {
		configure(LISTEN_ONLY);
		expect(chip.receive(frame(0x1abcdef0, 0, { extended: true }))).toBe(false);
		write(RXB0CTRL, 0x64);
		chip.receive(frame(0x1abcdef0, 0, { extended: true }));
		expect(spi(0x03, 0x61, 0, 0, 0, 0, 0).slice(2)).toEqual([0xd5, 0xe8, 0xde, 0xf0, 8]);
		expect(spi(0xb0, 0)[1]).toBe(0x50);
		spi(0x90, 0);
		chip.receive({ id: 0x123, dlc: 8, data: [], remote: true });
		expect(read(0x62)).toBe(0x70);
		expect(read(RXB0CTRL)).toBe(0x6e);
		expect(spi(0xb0, 0)[1]).toBe(0x48);
	});

	test("an extended filter takes extended frames only", () => {
		configure(CONFIGURATION);
		write(0x01, 0x08);
		write(0x05, 0x08);
		write(CANCTRL, LISTEN_ONLY);
		chip.receive(frame(0x1abcdef0, 1, { extended: true }));
		chip.receive(frame(0x100, 2));
		expect([read(CANINTF), read(0x66), read(0x76)]).toEqual([0x03, 1, 2]);
	});
});

describe("INT", () => {
	test("is low while an enabled flag is set; each fall is told once (7.0)", () => {
		let falls = 0;
		chip.onInterrupt = () => {
			falls += 1;
		};
		configure(LISTEN_ONLY);
		chip.receive(frame(0x100));
		chip.receive(frame(0x100));
		expect([chip.intLow, falls]).toEqual([true, 1]);
		write(CANINTE, 0);
		expect(chip.intLow).toBe(false);
		write(CANINTE, 0x01);
		expect([chip.intLow, falls]).toEqual([true, 2]);
		spi(0x90, 0);
		expect([chip.intLow, read(CANINTF)]).toEqual([false, 0x02]);
	});

	test("CANSTAT has the code of the first pending interrupt (7.1.1, table 7-1)", () => {
		configure(LISTEN_ONLY);
		for (const [flags, code] of [
			[0x20, 1],
			[0x40, 2],
			[0x04, 3],
			[0x10, 5],
			[0x01, 6],
			[0x02, 7],
			[0x22, 1],
			[0x00, 0],
		] as const) {
			write(CANINTF, flags);
			expect(read(CANSTAT)).toBe(LISTEN_ONLY | (code << 1));
		}
	});
});

describe("modes", () => {
	test("nothing is received in configuration mode, nor from the bus in loopback mode", () => {
		configure(CONFIGURATION);
		expect(chip.receive(frame(1))).toBe(false);
		write(CANCTRL, LOOPBACK);
		expect(chip.receive(frame(1))).toBe(false);
		expect(read(CANINTF)).toBe(0);
	});

	test("loopback gives back what is sent, and the bus does not see it (10.4)", () => {
		configure(LOOPBACK);
		chip.onTransmit = () => {
			throw new Error("on the bus");
		};
		send(0, 0x123, 7);
		expect(read(CANINTF)).toBe(0x05);
		expect(spi(0x90, 0, 0, 0, 0, 0, 0).slice(1)).toEqual([0x24, 0x60, 0, 0, 1, 7]);
	});

	test("listen-only neither sends nor acknowledges (10.3)", () => {
		configure(LISTEN_ONLY);
		let sent = 0;
		chip.onTransmit = () => {
			sent += 1;
			return true;
		};
		send(0, 0x123);
		expect([sent, chip.acknowledges]).toEqual([0, false]);
		write(CANCTRL, NORMAL);
		expect([sent, chip.acknowledges]).toEqual([1, true]);
	});

	test("a frame wakes the chip from sleep into listen-only mode and is lost (10.2.1)", () => {
		configure(SLEEP);
		expect(read(CANSTAT)).toBe(SLEEP);
		expect(chip.receive(frame(1))).toBe(false);
		expect([read(CANSTAT), read(CANINTF)]).toEqual([LISTEN_ONLY | (2 << 1), 0x40]);
		expect(chip.receive(frame(1))).toBe(true);
	});
});

describe("sending", () => {
	let sent: { id: number; data: number[] }[];
	let acknowledged: boolean;
	beforeEach(() => {
		sent = [];
		acknowledged = true;
		configure(NORMAL);
		chip.onTransmit = ({ id, data }) => {
			sent.push({ id, data: Array.from(data) });
			return acknowledged;
		};
	});

	test("LOAD TX BUFFER and RTS (12.6, 12.7); READ STATUS before and after (12.8)", () => {
		send(1, 0x79b, 2, 0x21);
		expect(sent).toEqual([{ id: 0x79b, data: [2, 0x21] }]);
		expect(spi(0xa0, 0)[1]).toBe(0x20);
		expect(read(CANINTF)).toBe(0x08);
		expect(read(0x40)).toBe(0);
	});

	test("LOAD TX BUFFER can begin at the data; WRITE of TXREQ sends as well (3.3)", () => {
		write(0x31, ...standard(0x123), 2);
		spi(0x41, 0xaa, 0xbb);
		write(0x30, 0x08);
		expect(sent).toEqual([{ id: 0x123, data: [0xaa, 0xbb] }]);
	});

	test("extended and remote frames come out as such", () => {
		const frames: BusFrame[] = [];
		chip.onTransmit = (out) => frames.push(out) > 0;
		spi(0x40, 0xd5, 0xe8, 0xde, 0xf0, 0x42);
		spi(0x81);
		expect(frames).toMatchObject([{ id: 0x1abcdef0, extended: true, remote: true, dlc: 2 }]);
	});

	test("without acknowledge it waits, with TXERR, MERRF and TEC + 8, until retry", () => {
		acknowledged = false;
		send(0, 0x79b);
		expect([read(0x30), read(CANINTF), read(TEC), spi(0xa0, 0)[1]]).toEqual([0x18, 0x80, 8, 0x04]);
		acknowledged = true;
		chip.retry();
		expect(sent).toHaveLength(2);
		expect([read(0x30), read(TEC), spi(0xa0, 0)[1]]).toEqual([0x10, 7, 0x08]);
	});

	test("without acknowledge: warning, passive, and no further (ISO 11898-1)", () => {
		acknowledged = false;
		send(0, 0x79b);
		const flags = new Set<number | undefined>();
		for (let n = 0; n < 60; n++) {
			flags.add(read(EFLG));
			chip.retry();
		}
		expect([...flags]).toEqual([0x00, 0x05, 0x15]);
		expect(read(TEC)).toBe(128);
	});

	test("one-shot mode tries once (3.4)", () => {
		acknowledged = false;
		write(CANCTRL, NORMAL | 0x08);
		send(0, 0x79b);
		chip.retry();
		expect(sent).toHaveLength(1);
		expect(read(0x30)).toBe(0x10);
	});

	test("highest TXP first, then the highest buffer (3.2)", () => {
		write(CANCTRL, LISTEN_ONLY);
		for (const buffer of [0, 1, 2]) spi(0x40 + 2 * buffer, ...standard(buffer), 0);
		write(0x30, 0x01);
		spi(0x87);
		write(CANCTRL, NORMAL);
		expect(sent.map(({ id }) => id)).toEqual([0, 2, 1]);
	});

	test("a waiting buffer cannot be written (3.1)", () => {
		acknowledged = false;
		send(0, 0x79b, 1);
		spi(0x40, ...standard(0x111), 1, 2);
		acknowledged = true;
		chip.retry();
		expect(sent.at(-1)).toEqual({ id: 0x79b, data: [1] });
	});

	test("ABAT takes all back, and nothing is sent while it is set (3.6)", () => {
		acknowledged = false;
		send(0, 1);
		send(1, 2);
		spi(0x05, CANCTRL, 0x10, 0x10);
		expect([(read(0x30) ?? 0) & 0x48, (read(0x40) ?? 0) & 0x48]).toEqual([0x40, 0x40]);
		acknowledged = true;
		sent.length = 0;
		chip.retry();
		expect(sent).toEqual([]);
		spi(0x05, CANCTRL, 0x10, 0);
		send(0, 3);
		expect(sent).toEqual([{ id: 3, data: [] }]);
	});

	test("clearing TXREQ takes one back (3.6)", () => {
		acknowledged = false;
		send(0, 1);
		spi(0x05, 0x30, 0x08, 0);
		expect((read(0x30) ?? 0) & 0x48).toBe(0x40);
		chip.retry();
		expect(sent).toHaveLength(1);
		// 3.3: the next request clears what was found out about this one.
		acknowledged = true;
		spi(0x81);
		expect((read(0x30) ?? 0) & 0x78).toBe(0);
	});

	test("the mode changes when nothing is waiting any more (10.0)", () => {
		acknowledged = false;
		send(0, 1);
		spi(0x05, CANCTRL, 0xe0, LISTEN_ONLY);
		expect((read(CANSTAT) ?? 0) & 0xe0).toBe(NORMAL);
		acknowledged = true;
		chip.retry();
		expect((read(CANSTAT) ?? 0) & 0xe0).toBe(LISTEN_ONLY);
	});

	test("a frame that comes while sending is received", () => {
		chip.onTransmit = () => chip.receive(frame(0x7bb));
		send(0, 0x79b);
		expect(read(CANINTF)).toBe(0x05);
	});
});

describe("bit rate", () => {
	test.each([
		[0x00, 0x91, 0x01, 500_000],
		[0x00, 0x90, 0x02, 500_000],
		[0x41, 0x91, 0x01, 250_000],
		// Without BTLMODE, PS2 is as long as PS1 (register 5-2).
		[0x00, 0x11, 0x07, 444_444],
	])("CNF1..3 = %d, %d, %d from 8 MHz", (cnf1, cnf2, cnf3, bitrate) => {
		write(0x28, cnf3, cnf2, cnf1);
		expect(chip.bitrate(8_000_000)).toBeCloseTo(bitrate, -1);
	});

	test("the wrong crystal hears only errors, and counts them outside listen-only mode (6.7, 10.3)", () => {
		chip = new Mcp2515Chip(16_000_000);
		configure(LISTEN_ONLY);
		expect(chip.receive(frame(0x1db))).toBe(false);
		expect([read(CANINTF), read(TEC + 1)]).toEqual([0x80, 0]);
		write(CANCTRL, NORMAL);
		for (let n = 0; n < 128; n++) chip.receive(frame(0x1db));
		expect([read(TEC + 1), read(EFLG), read(CANINTF)]).toEqual([128, 0x0b, 0xa0]);
		expect(chip.acknowledges).toBe(false);
	});

	test("the wrong crystal goes bus-off by sending, and is silent until it is configured again (6.7)", () => {
		chip = new Mcp2515Chip(16_000_000);
		configure(NORMAL);
		send(0, 0x79b);
		for (let n = 0; n < 40; n++) chip.retry();
		expect([read(TEC), read(EFLG)]).toEqual([255, 0x35]);
		spi(0xc0);
		expect([read(TEC), read(EFLG), read(0x30)]).toEqual([0, 0, 0]);
	});
});
