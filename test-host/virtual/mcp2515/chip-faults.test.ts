import { beforeEach, describe, expect, test } from "@jest/globals";
import { Mcp2515Chip } from "./chip";
import { CANCTRL, CANINTE, CANINTF, CANSTAT, frame, LISTEN_ONLY, Mcu, NORMAL, SLEEP } from "./mcu";

let chip: Mcp2515Chip;
let mcu: Mcu;
let falls: number;
beforeEach(() => {
	chip = new Mcp2515Chip();
	mcu = new Mcu(chip);
	mcu.configure(LISTEN_ONLY);
	falls = 0;
	chip.onInterrupt = () => {
		falls += 1;
	};
});

describe("a chip that stops answering", () => {
	test.each([0xff, 0x00] as const)("answers %d to everything, does nothing, and hears nothing", (answer) => {
		chip.wedge(answer);
		expect(mcu.spi(0x03, CANSTAT, 0)).toEqual([answer, answer, answer]);
		mcu.write(CANCTRL, NORMAL);
		expect([chip.receive(frame(1)), chip.acknowledges, chip.intLow]).toEqual([false, false, false]);
		chip.unwedge();
		expect([mcu.read(CANSTAT), mcu.read(CANINTF)]).toEqual([LISTEN_ONLY, 0]);
		expect(chip.receive(frame(2))).toBe(true);
	});

	test("keeps INT low when it was low", () => {
		chip.receive(frame(1));
		chip.wedge();
		mcu.spi(0x90, 0);
		mcu.write(CANINTE, 0);
		expect([chip.intLow, falls]).toEqual([true, 1]);
		chip.unwedge();
		mcu.spi(0x90, 0);
		expect([chip.intLow, falls]).toEqual([false, 1]);
	});

	test("may come back with the RESET instruction, or only from outside", () => {
		chip.wedge(0xff, "reset");
		expect(mcu.read(CANSTAT)).toBe(0xff);
		mcu.spi(0xc0);
		expect(mcu.read(CANSTAT)).toBe(0x80);
		chip.wedge();
		mcu.spi(0xc0);
		expect(mcu.read(CANSTAT)).toBe(0xff);
	});

	test("does not wake up", () => {
		mcu.write(CANCTRL, SLEEP);
		chip.wedge();
		chip.receive(frame(1));
		chip.unwedge();
		expect(mcu.read(CANSTAT)).toBe(SLEEP);
	});

	test("sends nothing", () => {
		mcu.write(CANCTRL, NORMAL);
		mcu.send(0, 1);
		let sent = 0;
		chip.onTransmit = () => {
			sent += 1;
			return true;
		};
		chip.wedge();
		chip.retry();
		expect(sent).toBe(0);
		chip.unwedge();
		chip.retry();
		expect(sent).toBe(1);
	});
});

test("a dip in the supply leaves the chip in configuration mode, silent, without what it was told", () => {
	chip.receive(frame(1));
	chip.brownOut();
	expect([mcu.read(CANSTAT), mcu.read(CANCTRL), mcu.read(CANINTE), chip.intLow]).toEqual([
		0x80,
		0x87,
		0,
		false,
	]);
	expect(mcu.spi(0x03, 0x28, 0, 0, 0).slice(2)).toEqual([0, 0, 0]);
	expect(mcu.read(0x00)).not.toBe(0);
	expect(chip.receive(frame(1))).toBe(false);
	mcu.configure(LISTEN_ONLY);
	expect(chip.receive(frame(2))).toBe(true);
});

test("INT held low is low whatever the chip does, and falls once", () => {
	chip.holdIntLow(true);
	expect([chip.intLow, falls, mcu.read(CANINTF)]).toEqual([true, 1, 0]);
	chip.receive(frame(1));
	mcu.spi(0x90, 0);
	expect([chip.intLow, falls]).toEqual([true, 1]);
	chip.holdIntLow(false);
	expect(chip.intLow).toBe(false);
	chip.receive(frame(1));
	expect([chip.intLow, falls]).toEqual([true, 2]);
});
