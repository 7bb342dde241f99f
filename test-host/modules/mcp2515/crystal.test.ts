import { describe, expect, test } from "@jest/globals";
import fc from "fast-check";
import { seeded } from "../../helpers/seeded";
import { crc15, frameBits } from "../../virtual/mcp2515/wire-bits";
import { frame, Wiring } from "./wiring";

const CRYSTALS = [8, 12, 16, 20].map((mhz) => mhz * 1_000_000);

describe.each(CRYSTALS)("%d Hz", (crystal) => {
	test("is found and the bus is heard, on a board that nobody has configured", () => {
		const wiring = new Wiring(crystal);
		const driver = wiring.start({ crystal: "auto" });
		expect(driver.crystal).toBe(crystal);
		expect(wiring.chip.bitrate(crystal)).toBeCloseTo(500_000, -1);
		expect(driver.mode).toBe("listen-only");
		wiring.chip.receive(frame(0x1db, 7));
		wiring.run();
		expect(wiring.heard).toHaveLength(1);
		expect(wiring.reasons).toEqual([]);
	});

	test("with a clock of whole milliseconds, read at any moment", () => {
		fc.assert(
			fc.property(fc.float({ min: 0, max: 1, noNaN: true }), (offset) => {
				const wiring = new Wiring(crystal);
				wiring.time += offset;
				expect(wiring.start({ crystal: "auto", now: () => Math.floor(wiring.time) }).crystal).toBe(crystal);
			}),
			{ numRuns: 20 },
		);
	});

	test("in less than a tenth of a second", () => {
		const wiring = new Wiring(crystal);
		const before = wiring.time;
		wiring.start({ crystal: "auto" });
		expect(wiring.time - before).toBeLessThan(100);
	});

	test.each([1, 2, 3, 4, 5, 6, 8])("a pause of %d ms at the wrong moment is no matter", (pause) => {
		const wiring = new Wiring(crystal);
		let paused = false;
		wiring.beforeTransfer = (tx) => {
			if (paused || tx[0] !== 0xa0 || wiring.chip.transactions < 300) return;
			paused = true;
			while ((wiring.register(0x2c) & 0x01) === 0) wiring.time += 0.01;
			wiring.time += pause;
		};
		expect(wiring.start({ crystal: "auto" }).crystal).toBe(crystal);
		expect(paused).toBe(true);
	});
});

test("on a board that is busy with other things every now and then it is still the right one", () => {
	fc.assert(
		fc.property(fc.constantFrom(...CRYSTALS), fc.integer(), (crystal, seed) => {
			const wiring = new Wiring(crystal);
			const random = seeded(seed);
			// A pause of up to 20 ms in every second measurement or so.
			wiring.beforeTransfer = () => {
				if (random() < 0.0005) wiring.time += 20 * random();
			};
			expect(wiring.start({ crystal: "auto", now: () => Math.floor(wiring.time) }).crystal).toBe(crystal);
		}),
		{ numRuns: 60 },
	);
});

test("the frame that is timed has as many bits as the driver thinks", () => {
	const wiring = new Wiring();
	const sent: number[][] = [];
	wiring.beforeTransfer = (tx) => {
		if ((tx[0] ?? 0) >> 4 === 4) sent.push([...tx]);
	};
	wiring.start({ crystal: "auto" });
	const [, sidh = 0, sidl = 0, , , dlc = 0, ...data] = sent[0] ?? [];
	expect(sent).toHaveLength(2);
	expect(frameBits({ id: (sidh << 3) | (sidl >> 5), dlc, data }) + 3).toBe(44 + 64 + 3);
	expect(crc15([0])).toBe(0);
});

test("the bus sees nothing of it", () => {
	const wiring = new Wiring();
	let sent = 0;
	wiring.chip.onTransmit = () => {
		sent += 1;
		return true;
	};
	wiring.beforeTransfer = () => expect(wiring.chip.acknowledges).toBe(false);
	wiring.start({ crystal: "auto" });
	expect(sent).toBe(0);
});

test("a given crystal is not measured", () => {
	const wiring = new Wiring(16_000_000);
	const before = wiring.time;
	expect(wiring.start({ crystal: 16_000_000 }).crystal).toBe(16_000_000);
	expect(wiring.time - before).toBeLessThan(1);
});

test("a crystal that is a little off is taken for the nearest", () => {
	expect(new Wiring(7_450_000).start({ crystal: "auto" }).crystal).toBe(8_000_000);
});

describe("no crystal", () => {
	test.each([
		["4 MHz", 4_000_000],
		["9 % more than 8 MHz", 8_700_000],
		["10 MHz", 10_000_000],
		["25 MHz", 25_000_000],
		["none that swings", 1],
	])("%s", (_, crystal) => {
		const wiring = new Wiring(crystal);
		const before = wiring.time;
		expect(wiring.tryOpen({ crystal: "auto" })).toEqual({ reason: "no-crystal" });
		expect(wiring.open).toBe(0);
		expect(wiring.time - before).toBeLessThan(500);
	});

	test("a clock that stands still ends as well", () => {
		const wiring = new Wiring();
		expect(wiring.tryOpen({ crystal: "auto", now: () => 0 })).toEqual({ reason: "no-crystal" });
	});

	test("no chip is told apart", () => {
		const wiring = new Wiring();
		wiring.chip.wedge();
		expect(wiring.tryOpen({ crystal: "auto" })).toEqual({ reason: "no-chip" });
		expect(wiring.open).toBe(0);
	});

	test("a bit rate that the found crystal cannot make", () => {
		const wiring = new Wiring(12_000_000);
		expect(wiring.tryOpen({ crystal: "auto", bitrate: 1_000_000 })).toEqual({ reason: "bad-bitrate" });
		expect(wiring.open).toBe(0);
	});
});
