import { beforeEach, describe, expect, test } from "@jest/globals";
import { Mcp2515Chip } from "./chip";
import {
	CANCTRL,
	CANINTF,
	CANSTAT,
	EFLG,
	frame,
	LISTEN_ONLY,
	Mcu,
	NORMAL,
	OPMOD,
	REC,
	TEC,
	TXB0CTRL,
} from "./mcu";

let now: number;
let chip: Mcp2515Chip;
let mcu: Mcu;

function insert(crystal: number): void {
	chip = new Mcp2515Chip(crystal, 500_000, () => now);
	mcu = new Mcu(chip);
}

beforeEach(() => {
	now = 1000;
	insert(8_000_000);
});

describe("bit rate", () => {
	test.each([
		[0x00, 0x91, 0x01, 500_000],
		[0x00, 0x90, 0x02, 500_000],
		[0x41, 0x91, 0x01, 250_000],
		// Without BTLMODE, PS2 is as long as PS1 (register 5-2).
		[0x00, 0x11, 0x07, 444_444],
	])("CNF1..3 = %d, %d, %d from 8 MHz", (cnf1, cnf2, cnf3, bitrate) => {
		mcu.write(0x28, cnf3, cnf2, cnf1);
		expect(chip.bitrate(8_000_000)).toBeCloseTo(bitrate, -1);
	});

	test("the wrong crystal hears only errors, and counts them outside listen-only mode (6.7, 10.3)", () => {
		insert(16_000_000);
		mcu.configure(LISTEN_ONLY);
		expect(chip.receive(frame(0x1db))).toBe(false);
		expect([mcu.read(CANINTF), mcu.read(REC)]).toEqual([0x80, 0]);
		mcu.write(CANCTRL, NORMAL);
		for (let n = 0; n < 128; n++) chip.receive(frame(0x1db));
		expect([mcu.read(REC), mcu.read(EFLG), mcu.read(CANINTF)]).toEqual([128, 0x0b, 0xa0]);
		expect(chip.acknowledges).toBe(false);
	});

	test("the wrong crystal goes bus-off by sending", () => {
		insert(16_000_000);
		mcu.configure(NORMAL);
		mcu.send(0, 0x79b);
		for (let n = 0; n < 40; n++) chip.retry();
		expect([mcu.read(TEC), mcu.read(EFLG)]).toEqual([255, 0x35]);
	});
});

describe("bus-off (6.7)", () => {
	let tries: number;
	beforeEach(() => {
		tries = 0;
		mcu.configure(NORMAL);
		chip.onTransmit = () => {
			tries += 1;
			return "error";
		};
		mcu.send(0, 0x79b);
		for (let n = 0; n < 31; n++) chip.retry();
	});

	test("comes with the 32nd error in a row, and then the chip neither sends nor hears", () => {
		expect([tries, mcu.read(TEC), mcu.read(EFLG)]).toEqual([32, 255, 0x35]);
		expect([chip.receive(frame(1)), chip.acknowledges]).toEqual([false, false]);
		expect(mcu.read(CANINTF)).toBe(0xa0);
		expect(mcu.read(TXB0CTRL)).toBe(0x18);
	});

	test("ends after 128 times 11 recessive bits of a quiet bus; what waits is sent then", () => {
		chip.onTransmit = () => true;
		mcu.write(CANINTF, 0);
		now += 2.815;
		expect([mcu.read(EFLG), mcu.read(TXB0CTRL)]).toEqual([0x35, 0x18]);
		now += 0.002;
		expect([mcu.read(EFLG), mcu.read(TEC), mcu.read(REC)]).toEqual([0, 0, 0]);
		expect([mcu.read(TXB0CTRL), mcu.read(CANINTF) & 0x24]).toEqual([0x10, 0x24]);
		expect(chip.receive(frame(1))).toBe(true);
	});

	test("on a bus without a pause each frame has one such run", () => {
		// Identifier 0 without data: 50 bits and the 3 between frames.
		for (let n = 0; n < 128; n++) {
			now += 53 * 0.002;
			chip.receive({ id: 0, dlc: 0, data: [] });
			expect(mcu.read(EFLG)).toBe(0x35);
		}
		now += 3 * 0.002;
		expect(mcu.read(EFLG)).toBe(0);
	});

	test("a pause between frames counts by its length", () => {
		for (let n = 0; n < 13; n++) {
			// 10 runs: 8 bits of the end of the frame before, and 102 more; the first has 99 and no frame before it.
			now += (50 + 102) * 0.002;
			chip.receive({ id: 0, dlc: 0, data: [] });
		}
		// 9 + 12 * 10 = 129.
		expect(mcu.read(EFLG)).toBe(0);
	});

	test("waits for its time again when it comes back", () => {
		now += 3;
		chip.retry();
		for (let n = 0; n < 40; n++) chip.retry();
		expect(mcu.read(EFLG)).toBe(0x35);
		now += 2.8;
		expect(mcu.read(EFLG)).toBe(0x35);
		now += 0.1;
		expect(mcu.read(EFLG)).toBe(0);
	});

	test("does not keep the chip from changing its mode, which clears the counters (10.1, 10.3)", () => {
		mcu.write(CANCTRL, LISTEN_ONLY);
		expect([mcu.read(CANSTAT) & OPMOD, mcu.read(EFLG), mcu.read(TEC)]).toEqual([LISTEN_ONLY, 0, 0]);
	});

	test("ends with a reset", () => {
		mcu.spi(0xc0);
		expect([mcu.read(TEC), mcu.read(EFLG), mcu.read(TXB0CTRL)]).toEqual([0, 0, 0]);
	});
});
