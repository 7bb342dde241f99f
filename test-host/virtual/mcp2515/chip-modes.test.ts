import { beforeEach, describe, expect, test } from "@jest/globals";
import { Mcp2515Chip } from "./chip";
import {
	CANCTRL,
	CANINTE,
	CANINTF,
	CANSTAT,
	CONFIGURATION,
	frame,
	LISTEN_ONLY,
	LOOPBACK,
	Mcu,
	NORMAL,
	OPMOD,
	SLEEP,
} from "./mcu";

let now: number;
let chip: Mcp2515Chip;
let mcu: Mcu;
beforeEach(() => {
	now = 1000;
	chip = new Mcp2515Chip(8_000_000, 500_000, () => now);
	mcu = new Mcu(chip);
});

test("nothing is received in configuration mode, nor from the bus in loopback mode", () => {
	mcu.configure(CONFIGURATION);
	expect(chip.receive(frame(1))).toBe(false);
	mcu.write(CANCTRL, LOOPBACK);
	expect(chip.receive(frame(1))).toBe(false);
	expect(mcu.read(CANINTF)).toBe(0);
});

test("listen-only neither sends nor acknowledges (10.3)", () => {
	mcu.configure(LISTEN_ONLY);
	let sent = 0;
	chip.onTransmit = () => {
		sent += 1;
		return true;
	};
	mcu.send(0, 0x123);
	expect([sent, chip.acknowledges]).toEqual([0, false]);
	mcu.write(CANCTRL, NORMAL);
	expect([sent, chip.acknowledges]).toEqual([1, true]);
});

describe("loopback (10.4)", () => {
	/** Identifier 0 without data is 50 bits long (counted by hand in the test of `frameBits`). */
	const FRAME_MS = 0.1;
	const INTERFRAME_MS = 0.006;

	test("gives back what is sent once that has had its time, and the bus does not see it", () => {
		mcu.configure(LOOPBACK);
		chip.onTransmit = () => {
			throw new Error("on the bus");
		};
		mcu.send(0, 0x123, 7);
		now += 0.05;
		expect([mcu.read(CANINTF), mcu.read(0x30), chip.intLow]).toEqual([0, 0x08, false]);
		now += 1;
		expect([chip.intLow, mcu.read(CANINTF), mcu.read(0x30)]).toEqual([true, 0x05, 0]);
		expect(mcu.spi(0x90, 0, 0, 0, 0, 0, 0).slice(1)).toEqual([0x24, 0x60, 0, 0, 1, 7]);
	});

	test("an edge of INT that time has brought is told with the next transaction", () => {
		let falls = 0;
		chip.onInterrupt = () => {
			falls += 1;
		};
		mcu.configure(LOOPBACK);
		mcu.send(0, 0);
		now += 1;
		expect([chip.intLow, falls]).toEqual([true, 0]);
		mcu.read(CANSTAT);
		expect(falls).toBe(1);
	});

	test.each([
		[8_000_000, 1],
		[16_000_000, 0.5],
		[20_000_000, 0.4],
	])("from %d Hz two frames end as far apart as the first bits of both", (crystal, factor) => {
		chip = new Mcp2515Chip(crystal, 500_000, () => now);
		mcu = new Mcu(chip);
		mcu.configure(LOOPBACK);
		const start = now;
		mcu.send(1, 0);
		mcu.send(0, 0);
		const flagsAt = (ms: number) => {
			now = start + ms * factor;
			return mcu.read(CANINTF);
		};
		const second = 2 * FRAME_MS + INTERFRAME_MS;
		expect([FRAME_MS - 0.001, FRAME_MS + 0.001].map(flagsAt)).toEqual([0x00, 0x09]);
		expect([second - 0.001, second + 0.001].map(flagsAt)).toEqual([0x09, 0x0f]);
	});

	test("many that end unwatched end in order, and overflow as frames of the bus do", () => {
		mcu.configure(LOOPBACK);
		for (const buffer of [2, 1, 0]) mcu.send(buffer, 0x100 + buffer);
		now += 10;
		expect(mcu.read(CANINTF)).toBe(0x3f);
		expect([0x90, 0x94].map((read) => mcu.spi(read, 0, 0)[2])).toEqual([0x40, 0x20]);
	});

	test("what is being sent keeps the mode, and cannot be taken back (3.6, 10.0)", () => {
		mcu.configure(LOOPBACK);
		mcu.send(0, 0);
		mcu.write(CANCTRL, CONFIGURATION | 0x10);
		expect([mcu.read(CANSTAT) & OPMOD, mcu.read(0x30)]).toEqual([LOOPBACK, 0x08]);
		now += FRAME_MS + 0.001;
		expect([mcu.read(CANSTAT) & OPMOD, mcu.read(0x30), mcu.read(CANINTF)]).toEqual([CONFIGURATION, 0, 0x05]);
	});

	test("a reset ends it", () => {
		mcu.configure(LOOPBACK);
		mcu.send(0, 0);
		mcu.spi(0xc0);
		now += 10;
		expect(mcu.read(CANINTF)).toBe(0);
	});
});

describe("sleep (10.2)", () => {
	test("a frame wakes the chip into listen-only mode and is lost (10.2.1)", () => {
		mcu.configure(SLEEP);
		expect(mcu.read(CANSTAT)).toBe(SLEEP);
		expect(chip.receive(frame(1))).toBe(false);
		expect([mcu.read(CANSTAT), mcu.read(CANINTF), chip.intLow]).toEqual([LISTEN_ONLY | (2 << 1), 0x40, true]);
		expect(chip.receive(frame(1))).toBe(true);
	});

	test("without WAKIE nothing wakes it", () => {
		mcu.configure(SLEEP);
		mcu.write(CANINTE, 0xbf);
		expect(chip.receive(frame(1))).toBe(false);
		mcu.spi(0x05, CANINTF, 0x40, 0x40);
		expect(mcu.read(CANSTAT) & OPMOD).toBe(SLEEP);
		mcu.spi(0x05, CANINTF, 0x40, 0);
		expect(mcu.read(CANINTF)).toBe(0);
	});

	test("setting WAKIF wakes it as well", () => {
		mcu.configure(SLEEP);
		mcu.spi(0x05, CANINTF, 0x40, 0x40);
		expect(mcu.read(CANSTAT) & OPMOD).toBe(LISTEN_ONLY);
		expect(mcu.read(CANCTRL) & OPMOD).toBe(LISTEN_ONLY);
	});

	test("registers can be read, but another mode is not entered asleep", () => {
		mcu.configure(SLEEP);
		mcu.write(CANCTRL, NORMAL);
		expect([mcu.read(CANSTAT) & OPMOD, mcu.read(CANINTE)]).toEqual([SLEEP, 0xff]);
		mcu.spi(0x05, CANINTF, 0x40, 0x40);
		expect(mcu.read(CANSTAT) & OPMOD).toBe(LISTEN_ONLY);
		mcu.write(CANCTRL, NORMAL);
		expect(mcu.read(CANSTAT) & OPMOD).toBe(NORMAL);
	});

	test("comes after what waits to be sent", () => {
		mcu.configure(NORMAL);
		mcu.send(0, 1);
		mcu.write(CANCTRL, SLEEP);
		expect(mcu.read(CANSTAT) & OPMOD).toBe(NORMAL);
		chip.onTransmit = () => true;
		chip.retry();
		expect(mcu.read(CANSTAT) & OPMOD).toBe(SLEEP);
	});

	test("a reset ends it", () => {
		mcu.configure(SLEEP);
		mcu.spi(0xc0);
		expect(mcu.read(CANSTAT)).toBe(CONFIGURATION);
	});
});
