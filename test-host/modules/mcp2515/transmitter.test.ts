import { describe, expect, test } from "@jest/globals";
import fc from "fast-check";
import { frame, Wiring } from "./wiring";

/** A driver in normal mode on a bus where others acknowledge as told. */
function onBus(acknowledged = true) {
	const wiring = new Wiring();
	const driver = wiring.start();
	const bus = { acknowledged, sent: [] as { id: number; data: number[] }[] };
	wiring.chip.onTransmit = ({ id, data }) => {
		if (bus.acknowledged) bus.sent.push({ id, data: Array.from(data) });
		return bus.acknowledged;
	};
	driver.setMode("normal");
	wiring.chip.resetTraffic();
	return { wiring, driver, bus };
}

describe("sending", () => {
	test("is refused in listen-only mode, without SPI traffic", () => {
		const wiring = new Wiring();
		const driver = wiring.start();
		expect(driver.send(frame(0x79b))).toBe(false);
		driver.abort();
		expect(wiring.chip.transactions).toBe(0);
	});

	test("a frame is on the bus, bit for bit", () => {
		fc.assert(
			fc.property(
				fc.integer({ min: 0, max: 0x7ff }),
				fc.uint8Array({ minLength: 8, maxLength: 8 }),
				fc.nat(8),
				(id, data, dlc) => {
					const { driver, bus } = onBus();
					expect(driver.send({ id, dlc, data })).toBe(true);
					expect(bus.sent).toEqual([{ id, data: [...data.subarray(0, dlc)] }]);
				},
			),
		);
	});

	test("costs 17 bytes in 3 transactions and no interrupt", () => {
		const { driver, wiring } = onBus();
		driver.send(frame(0x79b));
		expect([wiring.chip.bytes, wiring.chip.transactions]).toEqual([17, 3]);
		expect(wiring.run()).toBe(0);
	});

	test("what was acknowledged is counted", () => {
		const { driver, bus } = onBus();
		for (let n = 0; n < 5; n++) driver.send(frame(0x79b));
		bus.acknowledged = false;
		driver.send(frame(0x79b));
		expect(driver.counters.sent).toBe(5);
		expect(driver.counters.sent).toBe(5);
	});

	test("also when the flag is found on the way to an overflow", () => {
		const { driver, wiring } = onBus();
		driver.send(frame(0x79b));
		for (let n = 0; n < 3; n++) wiring.chip.receive(frame(0x1db));
		wiring.run();
		expect(driver.counters).toMatchObject({ sent: 1, overflows: 1, received: 2 });
	});

	test("counting does not disturb receiving", () => {
		const { driver, wiring } = onBus();
		wiring.chip.receive(frame(0x1db, 1));
		driver.send(frame(0x79b));
		wiring.chip.receive(frame(0x1db, 2));
		wiring.run();
		expect(wiring.heard).toHaveLength(2);
		expect(driver.counters).toMatchObject({ sent: 1, received: 2 });
	});

	test("from within onFrame", () => {
		const { driver, wiring, bus } = onBus();
		wiring.onFrame = () => driver.send(frame(0x79b, 0x30));
		wiring.chip.receive(frame(0x7bb, 1));
		wiring.chip.receive(frame(0x7bb, 2));
		wiring.run();
		expect(wiring.heard.map(({ data }) => data[0])).toEqual([1, 2]);
		expect(bus.sent).toHaveLength(2);
	});
});

describe("nobody acknowledges", () => {
	test("three frames wait, the fourth is refused", () => {
		const { driver } = onBus(false);
		expect([1, 2, 3, 4].map((mark) => driver.send(frame(0x79b, mark)))).toEqual([true, true, true, false]);
	});

	test("they leave in order when somebody does", () => {
		const { driver, wiring, bus } = onBus(false);
		for (const mark of [1, 2, 3]) driver.send(frame(0x79b, mark));
		bus.acknowledged = true;
		wiring.chip.retry();
		driver.send(frame(0x79b, 4));
		expect(bus.sent.map(({ data }) => data[0])).toEqual([1, 2, 3, 4]);
		expect(driver.counters.sent).toBe(4);
	});

	test("a frame never overtakes one that waits", () => {
		const { driver, wiring, bus } = onBus(false);
		const sent = [1, 2].filter((mark) => driver.send(frame(0x79b, mark)));
		let left = 1;
		wiring.chip.onTransmit = ({ data }) => {
			if (left-- <= 0) return false;
			bus.sent.push({ id: 0, data: Array.from(data) });
			return true;
		};
		wiring.chip.retry();
		for (const mark of [3, 4]) if (driver.send(frame(0x79b, mark))) sent.push(mark);
		left = 10;
		wiring.chip.retry();
		expect(bus.sent.map(({ data }) => data[0])).toEqual(sent);
		expect(sent.length).toBeGreaterThan(2);
	});

	test("abort takes them back, and sending works again", () => {
		const { driver, wiring, bus } = onBus(false);
		for (const mark of [1, 2, 3]) driver.send(frame(0x79b, mark));
		driver.abort();
		bus.acknowledged = true;
		wiring.chip.retry();
		expect(bus.sent).toEqual([]);
		expect(driver.send(frame(0x79b, 4))).toBe(true);
		expect(bus.sent.map(({ data }) => data[0])).toEqual([4]);
		expect(driver.counters.sent).toBe(1);
	});

	test("listen-only mode takes them back for good", () => {
		const { driver, wiring, bus } = onBus(false);
		driver.send(frame(0x79b));
		driver.setMode("listen-only");
		expect(driver.mode).toBe("listen-only");
		bus.acknowledged = true;
		driver.setMode("normal");
		wiring.chip.retry();
		expect(bus.sent).toEqual([]);
		expect(wiring.reasons).toEqual([]);
	});

	test("the chip stays on the bus, passive, and says nothing more", () => {
		const { driver, wiring } = onBus(false);
		driver.send(frame(0x79b));
		for (let n = 0; n < 100; n++) wiring.chip.retry();
		wiring.run();
		expect(driver.errors).toMatchObject({ tec: 128, state: "passive" });
		expect(wiring.chip.intLow).toBe(false);
	});
});
