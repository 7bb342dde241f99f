import { beforeEach, describe, expect, test } from "@jest/globals";
import {
	CANCTRL,
	CANINTE,
	CANINTF,
	CANSTAT,
	CONFIGURATION,
	EFLG,
	frame,
	LISTEN_ONLY,
	Mcu,
	NORMAL,
	RXB0CTRL,
	TEC,
} from "./mcu";

let mcu: Mcu;
beforeEach(() => {
	mcu = new Mcu();
});

describe("reset and registers", () => {
	test("after power-on and after RESET: configuration mode (registers 10-1 and 10-2)", () => {
		expect([mcu.read(CANSTAT), mcu.read(CANCTRL)]).toEqual([0x80, 0x87]);
		mcu.configure(NORMAL);
		mcu.spi(0xc0);
		expect([mcu.read(CANSTAT), mcu.read(CANCTRL), mcu.read(0x2a), mcu.read(CANINTE)]).toEqual([
			0x80, 0x87, 0, 0,
		]);
	});

	test("CANSTAT and CANCTRL are in every row (table 11-1)", () => {
		for (const row of [0x10, 0x40, 0x70])
			expect([mcu.read(row + 0x0e), mcu.read(row + 0x0f)]).toEqual([0x80, 0x87]);
		mcu.write(0x5f, LISTEN_ONLY);
		expect(mcu.read(CANSTAT)).toBe(LISTEN_ONLY);
	});

	test("SO is not driven during the instruction", () => {
		expect(mcu.spi(0x03, CANSTAT, 0)).toEqual([0xff, 0xff, 0x80]);
	});

	test("the address counts up and wraps (12.3)", () => {
		expect(mcu.spi(0x03, 0x7e, 0, 0, 0).slice(2)).toEqual([0x80, 0x87, 0xa5]);
	});

	test("CNF, filters and masks can only be written in configuration mode (10.1)", () => {
		mcu.configure(LISTEN_ONLY);
		mcu.write(0x28, 0x07, 0xff, 0x3f);
		expect(mcu.spi(0x03, 0x28, 0, 0, 0).slice(2)).toEqual([0x01, 0x91, 0x00]);
	});

	test("filters and masks read as 0 outside configuration mode (table 11-1, note)", () => {
		mcu.configure(CONFIGURATION, [0x7ff, 0x7ff], [0x1db, 0, 0, 0, 0, 0]);
		expect(mcu.read(0x00)).toBe(0x1db >> 3);
		mcu.write(CANCTRL, LISTEN_ONLY);
		expect(mcu.read(0x00)).toBe(0);
		mcu.write(CANCTRL, CONFIGURATION);
		expect(mcu.read(0x00)).toBe(0x1db >> 3);
	});

	test.each([
		["CANSTAT", CANSTAT, 0x80],
		["TEC", TEC, 0],
		["EFLG but for the overflows", EFLG, 0xc0],
		["RXB0CTRL but for RXM and BUKT", RXB0CTRL, 0x66],
		["TXB0CTRL but for TXREQ and TXP", 0x30, 0x0b],
		["CNF3 bits that do not exist", 0x28, 0xc7],
	])("%s is read-only", (_, address, expected) => {
		mcu.write(address, 0xff);
		expect(mcu.read(address)).toBe(expected);
	});

	test("BIT MODIFY changes the masked bits, and all of a register that it does not work on (12.10)", () => {
		mcu.write(CANINTE, 0b1010_1010);
		mcu.spi(0x05, CANINTE, 0x0f, 0x55);
		expect(mcu.read(CANINTE)).toBe(0b1010_0101);
		mcu.write(0x31, 0b1010_1010);
		mcu.spi(0x05, 0x31, 0x0f, 0x55);
		expect(mcu.read(0x31)).toBe(0x55);
	});

	test("traffic is counted", () => {
		mcu.read(CANSTAT);
		mcu.spi(0xb0, 0);
		expect([mcu.chip.transactions, mcu.chip.bytes]).toEqual([2, 5]);
		mcu.chip.resetTraffic();
		expect([mcu.chip.transactions, mcu.chip.bytes]).toEqual([0, 0]);
	});
});

describe("INT", () => {
	test("is low while an enabled flag is set; each fall is told once (7.0)", () => {
		let falls = 0;
		mcu.chip.onInterrupt = () => {
			falls += 1;
		};
		mcu.configure(LISTEN_ONLY);
		mcu.chip.receive(frame(0x100));
		mcu.chip.receive(frame(0x100));
		expect([mcu.chip.intLow, falls]).toEqual([true, 1]);
		mcu.write(CANINTE, 0);
		expect(mcu.chip.intLow).toBe(false);
		mcu.write(CANINTE, 0x01);
		expect([mcu.chip.intLow, falls]).toEqual([true, 2]);
		mcu.spi(0x90, 0);
		expect([mcu.chip.intLow, mcu.read(CANINTF)]).toEqual([false, 0x02]);
	});

	test("CANSTAT has the code of the first pending interrupt (7.1.1, table 7-1)", () => {
		mcu.configure(LISTEN_ONLY);
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
			mcu.write(CANINTF, flags);
			expect(mcu.read(CANSTAT)).toBe(LISTEN_ONLY | (code << 1));
		}
	});
});
