import { describe, expect, test } from "@jest/globals";
import { frame, Wiring } from "./wiring";

function awakeOrAsleep() {
	const wiring = new Wiring();
	const driver = wiring.start();
	driver.setMode("sleep");
	return { wiring, driver };
}

describe("sleep", () => {
	test("the bus wakes the chip into listen-only mode, with an interrupt", () => {
		const { wiring, driver } = awakeOrAsleep();
		expect([driver.mode, wiring.register(0x0e) & 0xe0]).toEqual(["sleep", 0x20]);
		wiring.chip.receive(frame(0x1db, 1));
		wiring.run();
		expect([driver.mode, wiring.wakes, wiring.register(0x0e)]).toEqual(["listen-only", 1, 0x60]);
		wiring.chip.receive(frame(0x1db, 2));
		wiring.run();
		expect(wiring.heard.map(({ data }) => data[0])).toEqual([2]);
		expect(wiring.chip.intLow).toBe(false);
		expect(wiring.reasons).toEqual([]);
	});

	test("the wake-up filter is on (register 5-3)", () => {
		expect(awakeOrAsleep().wiring.register(0x28) & 0x40).toBe(0x40);
	});

	test("nothing is sent, and what was waiting is taken back", () => {
		const wiring = new Wiring();
		const driver = wiring.start();
		let sent = 0;
		wiring.chip.onTransmit = () => {
			sent += 1;
			return false;
		};
		driver.setMode("normal");
		driver.send(frame(0x79b));
		driver.setMode("sleep");
		expect(driver.mode).toBe("sleep");
		expect(driver.send(frame(0x79b))).toBe(false);
		driver.setMode("normal");
		wiring.chip.retry();
		expect(sent).toBe(1);
		expect(wiring.reasons).toEqual([]);
	});

	test.each(["listen-only", "normal", "one-shot", "loopback", "sleep"] as const)(
		"ends by asking for %s, without onWake",
		(mode) => {
			const { wiring, driver } = awakeOrAsleep();
			driver.setMode(mode);
			wiring.run();
			expect([driver.mode, wiring.wakes, wiring.reasons]).toEqual([mode, 0, []]);
			expect(wiring.chip.intLow).toBe(false);
			if (mode !== "sleep") return;
			wiring.chip.receive(frame(1));
			wiring.run();
			expect(wiring.wakes).toBe(1);
		},
	);

	test("a bus that wakes the chip before sleep could be seen", () => {
		const wiring = new Wiring();
		const driver = wiring.start();
		wiring.afterTransfer = (tx) => {
			if (tx[0] === 0x05 && tx[1] === 0x0f && tx[3] === 0x20) wiring.chip.receive(frame(1));
		};
		driver.setMode("sleep");
		wiring.run();
		expect([driver.mode, wiring.wakes, wiring.reasons]).toEqual(["listen-only", 1, []]);
	});

	test("a wake-up whose edge got lost is found by poll", () => {
		const { wiring, driver } = awakeOrAsleep();
		wiring.chip.onInterrupt = undefined;
		wiring.chip.receive(frame(1));
		driver.poll();
		expect([driver.mode, wiring.wakes]).toEqual(["listen-only", 1]);
	});

	test("a wake-up in the middle of the health check is no fault", () => {
		const { wiring, driver } = awakeOrAsleep();
		wiring.time += 1000;
		wiring.beforeTransfer = (tx) => {
			if (tx[0] === 0x03 && tx[1] === 0x0e && tx.length === 4) wiring.chip.receive(frame(1));
		};
		driver.poll();
		wiring.run();
		expect([driver.mode, wiring.wakes, wiring.reasons]).toEqual(["listen-only", 1, []]);
	});

	test("a brown-out in sleep is noticed", () => {
		const { wiring, driver } = awakeOrAsleep();
		wiring.chip.brownOut();
		wiring.pollFor(driver, 1200);
		expect([driver.mode, wiring.reasons]).toEqual(["listen-only", ["restarted"]]);
	});

	test("closing an open and a sleeping driver", () => {
		const { wiring, driver } = awakeOrAsleep();
		driver.close();
		expect([wiring.open, wiring.register(0x0e)]).toEqual([0, 0x80]);
	});
});

describe("one-shot", () => {
	test("a frame that nobody acknowledges is not repeated", () => {
		const wiring = new Wiring();
		const driver = wiring.start();
		let attempts = 0;
		wiring.chip.onTransmit = () => {
			attempts += 1;
			return false;
		};
		driver.setMode("one-shot");
		for (let n = 0; n < 5; n++) {
			expect(driver.send(frame(0x79b))).toBe(true);
			wiring.chip.retry();
		}
		expect(attempts).toBe(5);
		expect(driver.counters.sent).toBe(0);
		expect(wiring.chip.acknowledges).toBe(true);
	});

	test("normal mode repeats again", () => {
		const wiring = new Wiring();
		const driver = wiring.start();
		let attempts = 0;
		wiring.chip.onTransmit = () => {
			attempts += 1;
			return attempts === 3;
		};
		driver.setMode("one-shot");
		driver.setMode("normal");
		driver.send(frame(0x79b));
		for (let n = 0; n < 5; n++) wiring.chip.retry();
		expect(attempts).toBe(3);
		expect(driver.counters.sent).toBe(1);
	});
});

test("loopback gives back what is sent, and the bus sees nothing", () => {
	const wiring = new Wiring();
	const driver = wiring.start();
	wiring.chip.onTransmit = () => {
		throw new Error("on the bus");
	};
	driver.setMode("loopback");
	expect(driver.send(frame(0x123, 4))).toBe(true);
	wiring.time += 1;
	driver.poll();
	expect(wiring.heard).toEqual([{ id: 0x123, data: [4, 1, 2, 3, 4, 5, 6, 7] }]);
	driver.setMode("listen-only");
	expect([driver.mode, driver.counters.sent, wiring.reasons]).toEqual(["listen-only", 1, []]);
});
