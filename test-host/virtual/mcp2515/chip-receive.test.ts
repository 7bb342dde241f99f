import { beforeEach, describe, expect, test } from "@jest/globals";
import { CANCTRL, CANINTF, CONFIGURATION, EFLG, frame, LISTEN_ONLY, Mcu, RXB0CTRL, RXB1CTRL } from "./mcu";

let mcu: Mcu;
beforeEach(() => {
	mcu = new Mcu();
});

describe("receiving", () => {
	test("READ RX BUFFER gives the frame and clears its flag (12.4)", () => {
		mcu.configure(LISTEN_ONLY);
		mcu.chip.receive({ id: 0x5bc, dlc: 3, data: [9, 8, 7] });
		expect(mcu.spi(0x90, ...new Array(8).fill(0)).slice(1)).toEqual([0xb7, 0x80, 0, 0, 3, 9, 8, 7]);
		expect(mcu.read(CANINTF)).toBe(0);
		expect(mcu.chip.intLow).toBe(false);
	});

	test("READ RX BUFFER can begin at the data, and READ clears nothing", () => {
		mcu.configure(LISTEN_ONLY);
		mcu.chip.receive(frame(0x100, 1));
		mcu.chip.receive(frame(0x100, 2));
		expect(mcu.read(0x66)).toBe(1);
		expect(mcu.read(CANINTF)).toBe(0x03);
		expect(mcu.spi(0x96, 0)[1]).toBe(2);
		expect(mcu.read(CANINTF)).toBe(0x01);
		expect(mcu.spi(0x92, 0)[1]).toBe(1);
		expect(mcu.read(CANINTF)).toBe(0x00);
	});

	test("rollover to RXB1, then overflow of RXB1 with ERRIF (figure 4-3)", () => {
		mcu.configure(LISTEN_ONLY);
		expect([1, 2, 3].map((mark) => mcu.chip.receive(frame(0x100, mark)))).toEqual([true, true, false]);
		expect([mcu.read(0x66), mcu.read(0x76), mcu.read(EFLG), mcu.read(CANINTF)]).toEqual([1, 2, 0x80, 0x23]);
	});

	test("without rollover RXB0 overflows (figure 4-3)", () => {
		mcu.configure(LISTEN_ONLY);
		mcu.write(RXB0CTRL, 0);
		expect([1, 2].map((mark) => mcu.chip.receive(frame(0x100, mark)))).toEqual([true, false]);
		expect([mcu.read(EFLG), mcu.read(CANINTF)]).toEqual([0x40, 0x21]);
	});

	test("ERRIF cannot be cleared while an overflow flag is set (7.7)", () => {
		mcu.configure(LISTEN_ONLY);
		for (let n = 0; n < 3; n++) mcu.chip.receive(frame(0x100));
		mcu.write(CANINTF, 0);
		expect(mcu.read(CANINTF)).toBe(0x20);
		mcu.spi(0x05, EFLG, 0x80, 0);
		mcu.write(CANINTF, 0);
		expect([mcu.read(CANINTF), mcu.chip.intLow]).toEqual([0, false]);
	});

	test.each([
		[0x100, RXB0CTRL, 0, 0x40],
		[0x101, RXB0CTRL, 1, 0x41],
		[0x102, RXB1CTRL, 2, 0x82],
		[0x103, RXB1CTRL, 3, 0x83],
		[0x104, RXB1CTRL, 4, 0x84],
		[0x105, RXB1CTRL, 5, 0x85],
	])("identifier %d goes by its filter, and RX STATUS says so (4.5, 12.9)", (id, control, filhit, status) => {
		mcu.configure(LISTEN_ONLY, [0x7ff, 0x7ff], [0x100, 0x101, 0x102, 0x103, 0x104, 0x105]);
		expect(mcu.chip.receive(frame(id))).toBe(true);
		expect(mcu.read(control) & 0x07 & (control === RXB0CTRL ? 0x01 : 0x07)).toBe(filhit);
		expect(mcu.spi(0xb0, 0, 0)).toEqual([0xff, status, status]);
		expect(mcu.chip.receive(frame(0x106))).toBe(false);
	});

	test("RX STATUS of a message that rolled over, and with both full (figure 12-9)", () => {
		mcu.configure(LISTEN_ONLY, [0x7ff, 0x7ff], [0x100, 0x101, 0x102, 0x103, 0x104, 0x105]);
		mcu.chip.receive(frame(0x100));
		mcu.chip.receive(frame(0x101));
		expect(mcu.spi(0xb0, 0)[1]).toBe(0xc0);
		mcu.spi(0x90, 0);
		expect(mcu.spi(0xb0, 0)[1]).toBe(0x87);
		expect(mcu.read(RXB1CTRL) & 0x07).toBe(1);
	});

	test("RXB0 has priority when both would match (4.2)", () => {
		mcu.configure(LISTEN_ONLY, [0x7ff, 0x7ff], [0x100, 0x100, 0x100, 0x100, 0x100, 0x100]);
		mcu.chip.receive(frame(0x100));
		expect(mcu.read(CANINTF)).toBe(0x01);
	});

	test("mask bits of EID8 and EID0 compare the first two data bytes (4.5.1)", () => {
		mcu.configure(CONFIGURATION);
		mcu.write(0x22, 0xff, 0x0f);
		mcu.write(0x26, 0xff, 0x0f);
		mcu.write(0x02, 0x10, 0x02);
		for (const at of [0x06, 0x0a, 0x12, 0x16, 0x1a]) mcu.write(at, 0xee, 0xee);
		mcu.write(CANCTRL, LISTEN_ONLY);
		expect(mcu.chip.receive({ id: 1, dlc: 2, data: [0x10, 0xf2] })).toBe(true);
		expect(mcu.chip.receive({ id: 1, dlc: 2, data: [0x10, 0xf3] })).toBe(false);
	});

	test("extended and remote frames (registers 4-1, 4-5 to 4-8)", () => {
		mcu.configure(LISTEN_ONLY);
		expect(mcu.chip.receive(frame(0x1abcdef0, 0, { extended: true }))).toBe(false);
		mcu.write(RXB0CTRL, 0x64);
		mcu.chip.receive(frame(0x1abcdef0, 0, { extended: true }));
		expect(mcu.spi(0x03, 0x61, 0, 0, 0, 0, 0).slice(2)).toEqual([0xd5, 0xe8, 0xde, 0xf0, 8]);
		expect(mcu.spi(0xb0, 0)[1]).toBe(0x50);
		mcu.spi(0x90, 0);
		mcu.chip.receive({ id: 0x123, dlc: 8, data: [], remote: true });
		expect(mcu.read(0x62)).toBe(0x70);
		expect(mcu.read(RXB0CTRL)).toBe(0x6e);
		expect(mcu.spi(0xb0, 0)[1]).toBe(0x48);
	});

	test("an extended filter takes extended frames only", () => {
		mcu.configure(CONFIGURATION);
		mcu.write(0x01, 0x08);
		mcu.write(0x05, 0x08);
		mcu.write(CANCTRL, LISTEN_ONLY);
		mcu.chip.receive(frame(0x1abcdef0, 1, { extended: true }));
		mcu.chip.receive(frame(0x100, 2));
		expect([mcu.read(CANINTF), mcu.read(0x66), mcu.read(0x76)]).toEqual([0x03, 1, 2]);
	});
});
