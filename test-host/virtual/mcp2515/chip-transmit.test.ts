import { beforeEach, describe, expect, test } from "@jest/globals";
import type { BusFrame } from "./chip";
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
	standard,
	TEC,
	TXB0CTRL,
} from "./mcu";

let mcu: Mcu;
beforeEach(() => {
	mcu = new Mcu();
});

describe("sending", () => {
	let sent: { id: number; data: number[] }[];
	let acknowledged: boolean;
	beforeEach(() => {
		sent = [];
		acknowledged = true;
		mcu.configure(NORMAL);
		mcu.chip.onTransmit = ({ id, data }) => {
			sent.push({ id, data: Array.from(data) });
			return acknowledged;
		};
	});

	test("LOAD TX BUFFER and RTS (12.6, 12.7); READ STATUS before and after (12.8)", () => {
		mcu.send(1, 0x79b, 2, 0x21);
		expect(sent).toEqual([{ id: 0x79b, data: [2, 0x21] }]);
		expect(mcu.spi(0xa0, 0)[1]).toBe(0x20);
		expect(mcu.read(CANINTF)).toBe(0x08);
		expect(mcu.read(0x40)).toBe(0);
	});

	test("LOAD TX BUFFER can begin at the data; WRITE of TXREQ sends as well (3.3)", () => {
		mcu.write(0x31, ...standard(0x123), 2);
		mcu.spi(0x41, 0xaa, 0xbb);
		mcu.write(0x30, 0x08);
		expect(sent).toEqual([{ id: 0x123, data: [0xaa, 0xbb] }]);
	});

	test("extended and remote frames come out as such", () => {
		const frames: BusFrame[] = [];
		mcu.chip.onTransmit = (out) => frames.push(out) > 0;
		mcu.spi(0x40, 0xd5, 0xe8, 0xde, 0xf0, 0x42);
		mcu.spi(0x81);
		expect(frames).toMatchObject([{ id: 0x1abcdef0, extended: true, remote: true, dlc: 2 }]);
	});

	test("without acknowledge it waits, with TXERR, MERRF and TEC + 8, until retry", () => {
		acknowledged = false;
		mcu.send(0, 0x79b);
		expect([mcu.read(0x30), mcu.read(CANINTF), mcu.read(TEC), mcu.spi(0xa0, 0)[1]]).toEqual([
			0x18, 0x80, 8, 0x04,
		]);
		acknowledged = true;
		mcu.chip.retry();
		expect(sent).toHaveLength(2);
		expect([mcu.read(0x30), mcu.read(TEC), mcu.spi(0xa0, 0)[1]]).toEqual([0x10, 7, 0x08]);
	});

	test("without acknowledge: warning, passive, and no further (ISO 11898-1)", () => {
		acknowledged = false;
		mcu.send(0, 0x79b);
		const flags = new Set<number | undefined>();
		for (let n = 0; n < 60; n++) {
			flags.add(mcu.read(EFLG));
			mcu.chip.retry();
		}
		expect([...flags]).toEqual([0x00, 0x05, 0x15]);
		expect(mcu.read(TEC)).toBe(128);
	});

	test("lost arbitration is no error: MLOA, and tried again (3.4, register 3-1)", () => {
		mcu.chip.onTransmit = () => "arbitration-lost";
		mcu.send(0, 0x79b);
		expect([mcu.read(TXB0CTRL), mcu.read(CANINTF), mcu.read(TEC)]).toEqual([0x28, 0, 0]);
		mcu.chip.onTransmit = () => true;
		mcu.chip.retry();
		expect([mcu.read(TXB0CTRL), mcu.read(CANINTF)]).toEqual([0x20, 0x04]);
	});

	test("a frame destroyed on the bus: TXERR and MERRF, and tried again", () => {
		mcu.chip.onTransmit = () => "error";
		mcu.send(0, 0x79b);
		expect([mcu.read(TXB0CTRL), mcu.read(CANINTF), mcu.read(TEC)]).toEqual([0x18, 0x80, 8]);
	});

	test.each([
		[false, 0x50, 8],
		["error", 0x50, 8],
		["arbitration-lost", 0x60, 0],
	] as const)(
		"one-shot mode tries once; %s is told and counts as aborted (3.4, 3.6)",
		(result, control, tec) => {
			mcu.write(CANCTRL, NORMAL | 0x08);
			let tries = 0;
			mcu.chip.onTransmit = () => {
				tries += 1;
				return result;
			};
			mcu.send(0, 0x79b);
			mcu.chip.retry();
			expect(tries).toBe(1);
			expect([mcu.read(TXB0CTRL), mcu.read(TEC), mcu.read(CANINTF) & 0x1c]).toEqual([control, tec, 0]);
			mcu.chip.onTransmit = () => true;
			mcu.send(0, 0x79b);
			expect([mcu.read(TXB0CTRL), mcu.read(CANINTF) & 0x1c]).toEqual([0x00, 0x04]);
		},
	);

	test("one-shot mode goes on with the next buffer", () => {
		acknowledged = false;
		mcu.write(CANCTRL, LISTEN_ONLY);
		mcu.send(0, 1);
		mcu.send(1, 2);
		mcu.write(CANCTRL, NORMAL | 0x08);
		expect(sent.map(({ id }) => id)).toEqual([2, 1]);
	});

	test("highest TXP first, then the highest buffer (3.2)", () => {
		mcu.write(CANCTRL, LISTEN_ONLY);
		for (const buffer of [0, 1, 2]) mcu.spi(0x40 + 2 * buffer, ...standard(buffer), 0);
		mcu.write(0x30, 0x01);
		mcu.spi(0x87);
		mcu.write(CANCTRL, NORMAL);
		expect(sent.map(({ id }) => id)).toEqual([0, 2, 1]);
	});

	test("a waiting buffer cannot be written (3.1)", () => {
		acknowledged = false;
		mcu.send(0, 0x79b, 1);
		mcu.spi(0x40, ...standard(0x111), 1, 2);
		acknowledged = true;
		mcu.chip.retry();
		expect(sent.at(-1)).toEqual({ id: 0x79b, data: [1] });
	});

	test("ABAT takes all back, and nothing is sent while it is set (3.6)", () => {
		acknowledged = false;
		mcu.send(0, 1);
		mcu.send(1, 2);
		mcu.spi(0x05, CANCTRL, 0x10, 0x10);
		expect([mcu.read(0x30) & 0x48, mcu.read(0x40) & 0x48]).toEqual([0x40, 0x40]);
		acknowledged = true;
		sent.length = 0;
		mcu.chip.retry();
		expect(sent).toEqual([]);
		mcu.spi(0x05, CANCTRL, 0x10, 0);
		mcu.send(0, 3);
		expect(sent).toEqual([{ id: 3, data: [] }]);
	});

	test("clearing TXREQ takes one back, without ABTF (3.6)", () => {
		acknowledged = false;
		mcu.send(0, 1);
		mcu.spi(0x05, TXB0CTRL, 0x08, 0);
		expect(mcu.read(TXB0CTRL)).toBe(0x10);
		mcu.chip.retry();
		expect(sent).toHaveLength(1);
		// 3.3: the next request clears what was found out about this one.
		acknowledged = true;
		mcu.spi(0x81);
		expect(mcu.read(TXB0CTRL) & 0x78).toBe(0);
	});

	test("the mode changes when nothing is waiting any more (10.0)", () => {
		acknowledged = false;
		mcu.send(0, 1);
		mcu.spi(0x05, CANCTRL, 0xe0, LISTEN_ONLY);
		expect(mcu.read(CANSTAT) & OPMOD).toBe(NORMAL);
		acknowledged = true;
		mcu.chip.retry();
		expect(mcu.read(CANSTAT) & OPMOD).toBe(LISTEN_ONLY);
	});

	test("a frame that comes while sending is received", () => {
		mcu.chip.onTransmit = () => mcu.chip.receive(frame(0x7bb));
		mcu.send(0, 0x79b);
		expect(mcu.read(CANINTF)).toBe(0x05);
	});
});
