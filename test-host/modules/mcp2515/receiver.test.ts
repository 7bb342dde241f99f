import { describe, expect, test } from "@jest/globals";
import { frame, Wiring, wanted } from "./wiring";

/** SPI cost since `start`, as [bytes, transactions]. */
function cost({ chip }: Wiring): [number, number] {
	return [chip.bytes, chip.transactions];
}

function marks({ heard }: Wiring): (number | undefined)[] {
	return heard.map(({ data }) => data[0]);
}

describe("what a frame costs", () => {
	test("one frame: 16 bytes in 2 transactions", () => {
		const wiring = new Wiring();
		wiring.start();
		wiring.chip.receive({ id: 0x1db, dlc: 8, data: [1, 2, 3, 4, 5, 6, 7, 8] });
		wiring.run();
		expect(wiring.heard).toEqual([{ id: 0x1db, data: [1, 2, 3, 4, 5, 6, 7, 8] }]);
		expect(cost(wiring)).toEqual([16, 2]);
	});

	test("one frame in RXB1 costs the same", () => {
		const wiring = new Wiring();
		wiring.start({ accept: wanted({ replies: [0x7bb, 0x79a], always: [0x55b] }) });
		wiring.chip.receive(frame(0x55b));
		wiring.run();
		expect(wiring.heard).toHaveLength(1);
		expect(cost(wiring)).toEqual([16, 2]);
	});

	test("a burst of two: 30 bytes in 3 transactions, in order", () => {
		const wiring = new Wiring();
		wiring.start();
		wiring.chip.receive(frame(0x55b, 1));
		wiring.chip.receive(frame(0x1db, 2));
		wiring.run();
		expect(wiring.heard.map(({ id }) => id)).toEqual([0x55b, 0x1db]);
		expect(cost(wiring)).toEqual([30, 3]);
	});

	test("a hundred frames one by one", () => {
		const wiring = new Wiring();
		const driver = wiring.start();
		for (let n = 0; n < 100; n++) {
			wiring.chip.receive(frame(n, n));
			wiring.run();
		}
		expect(marks(wiring)).toEqual(Array.from({ length: 100 }, (_, n) => n));
		expect(cost(wiring)).toEqual([1600, 200]);
		expect(driver.counters.received).toBe(100);
	});

	test("an edge after which INT is high again costs nothing", () => {
		const wiring = new Wiring();
		wiring.start();
		wiring.falseEdge();
		expect(wiring.run()).toBe(1);
		expect(cost(wiring)).toEqual([0, 0]);
	});
});

describe("order, whenever frames come", () => {
	/** Receives frame 1, then lets frames come at the given moments of the first READ RX BUFFER. */
	function race(arrivals: { before?: number[]; after?: number[] }): Wiring {
		const wiring = new Wiring();
		wiring.start();
		let reading = false;
		const arrive = (when: "before" | "after") => (tx: Uint8Array) => {
			if (tx[0] !== 0x90 || (reading && when === "before")) return;
			reading = true;
			for (const mark of arrivals[when] ?? []) wiring.chip.receive(frame(0x7bb, mark));
			arrivals[when] = [];
		};
		wiring.beforeTransfer = arrive("before");
		wiring.afterTransfer = arrive("after");
		wiring.chip.receive(frame(0x7bb, 1));
		wiring.run();
		return wiring;
	}

	test.each([
		["one while RXB0 is read", { before: [2] }, [1, 2]],
		["one while it is read and one right after", { before: [2], after: [3] }, [1, 2, 3]],
		["one right after", { after: [2] }, [1, 2]],
	])("%s", (_, arrivals, expected) => {
		expect(marks(race(arrivals))).toEqual(expected);
	});

	test("one during each call of onFrame", () => {
		const wiring = new Wiring();
		wiring.start();
		let mark = 1;
		wiring.onFrame = () => {
			if (mark < 5) wiring.chip.receive(frame(0x100, ++mark));
		};
		wiring.chip.receive(frame(0x100, 1));
		wiring.run();
		expect(marks(wiring)).toEqual([1, 2, 3, 4, 5]);
	});

	test("two during each call of onFrame", () => {
		const wiring = new Wiring();
		wiring.start();
		let mark = 1;
		wiring.onFrame = () => {
			if (wiring.chip.intLow || mark > 8) return;
			wiring.chip.receive(frame(0x100, ++mark));
			wiring.chip.receive(frame(0x100, ++mark));
		};
		wiring.chip.receive(frame(0x100, 1));
		wiring.run();
		expect(marks(wiring)).toEqual([1, 2, 3, 4, 5, 6, 7, 8, 9]);
	});
});

describe("what is handed on", () => {
	test("the same two objects again and again, with data in place", () => {
		const wiring = new Wiring();
		const seen = new Set<unknown>();
		wiring.start({
			onFrame: (received) => {
				seen.add(received).add(received.data).add(received.data.buffer);
				expect(received.data).toHaveLength(8);
			},
		});
		for (let n = 0; n < 10; n++) {
			wiring.chip.receive(frame(n));
			wiring.chip.receive(frame(n + 1));
			wiring.run();
		}
		expect(seen.size).toBe(6);
	});

	test.each([
		[0, 0],
		[3, 3],
		[8, 8],
		[9, 8],
		[15, 8],
	])("a DLC of %d is %d bytes", (dlc, length) => {
		const wiring = new Wiring();
		const lengths: number[] = [];
		wiring.start({ onFrame: (received) => lengths.push(received.dlc) });
		wiring.chip.receive({ id: 0x7ff, dlc, data: [1, 2, 3, 4, 5, 6, 7, 8] });
		wiring.run();
		expect(lengths).toEqual([length]);
	});

	test("remote and extended frames are counted and dropped, wherever they are", () => {
		const wiring = new Wiring();
		const driver = wiring.start();
		// RXM = 11 (register 4-1) lets extended frames in.
		for (const control of [0x60, 0x70]) wiring.chip.transfer(Uint8Array.of(0x05, control, 0x60, 0x60));
		const odd = [
			{ ...frame(0x123), remote: true },
			{ ...frame(0x123), extended: true },
			{ ...frame(0x123), extended: true, remote: true },
		];
		for (const one of odd) {
			for (const pair of [
				[one, frame(0x1db, 1)],
				[frame(0x1db, 2), one],
			]) {
				for (const each of pair) wiring.chip.receive(each);
				wiring.run();
			}
		}
		expect(marks(wiring)).toEqual([1, 2, 1, 2, 1, 2]);
		expect(driver.counters).toMatchObject({ received: 6, notData: 6 });
	});

	test("what only passes because the masks are wide is counted and dropped", () => {
		const wiring = new Wiring();
		const accept = [0x743, 0x763, 0x79a, 0x7bb, 0x1db];
		const driver = wiring.start({ accept: wanted({ replies: accept.slice(0, 4), always: [0x1db] }) });
		let passed = 0;
		for (let id = 0; id < 0x800; id++) {
			if (wiring.chip.receive(frame(id))) passed += 1;
			wiring.run();
		}
		expect(wiring.heard.map(({ id }) => id)).toEqual([0x1db, ...accept.slice(0, 4)]);
		expect(passed).toBeGreaterThan(accept.length);
		expect(driver.counters).toMatchObject({ received: accept.length, unwanted: passed - accept.length });
	});
});

describe("overflow", () => {
	test("is counted, cleared and recovered from", () => {
		const wiring = new Wiring();
		const driver = wiring.start();
		for (let mark = 1; mark <= 5; mark++) wiring.chip.receive(frame(0x100, mark));
		wiring.run();
		expect(marks(wiring)).toEqual([1, 2]);
		expect(driver.counters.overflows).toBe(1);
		expect(wiring.chip.intLow).toBe(false);
		wiring.chip.receive(frame(0x100, 6));
		wiring.run();
		expect(marks(wiring)).toEqual([1, 2, 6]);
		expect(driver.counters.overflows).toBe(1);
	});

	test("of both buffers at once is two", () => {
		const wiring = new Wiring();
		const driver = wiring.start();
		// Without rollover (register 4-1) each buffer has an overflow of its own.
		wiring.chip.transfer(Uint8Array.of(0x05, 0x60, 0x04, 0x00));
		wiring.chip.receive(frame(0x100, 1));
		wiring.chip.receive(frame(0x100, 2));
		wiring.chip.transfer(Uint8Array.of(0x05, 0x60, 0x04, 0x04));
		for (const mark of [3, 4]) wiring.chip.receive(frame(0x100, mark));
		wiring.run();
		expect(marks(wiring)).toEqual([1, 3]);
		expect(driver.counters.overflows).toBe(2);
		expect(wiring.chip.intLow).toBe(false);
	});
});

describe("an interrupt that does not go away", () => {
	test.each([0x00, 0xff])("a line held low and a chip that answers %d: gives up and says so", (byte) => {
		const wiring = new Wiring();
		wiring.start();
		wiring.stuck = 0;
		wiring.answer = (tx) => tx.map(() => byte);
		let transfers = 0;
		wiring.afterTransfer = () => {
			transfers += 1;
		};
		wiring.falseEdge();
		expect(wiring.run()).toBe(1);
		expect(wiring.reasons).toEqual(["stuck-interrupt"]);
		expect(wiring.heard).toEqual([]);
		expect(transfers).toBeLessThan(200);
	});

	test("works again once the line is free, when polled", () => {
		const wiring = new Wiring();
		const driver = wiring.start();
		wiring.stuck = 0;
		wiring.falseEdge();
		wiring.run();
		wiring.stuck = 1;
		wiring.chip.receive(frame(0x100, 7));
		wiring.run();
		expect(marks(wiring)).toEqual([]);
		wiring.stuck = undefined;
		driver.poll();
		expect(marks(wiring)).toEqual([7]);
	});

	test.each([
		["while a buffer is read", [0x90, 0x94]],
		["also while others have their turn", [0x90, 0x94, 0x02]],
	])("a bus that is always busy, %s: lets others have a turn and loses nothing", (_, instructions) => {
		const wiring = new Wiring();
		wiring.start();
		let mark = 0;
		wiring.beforeTransfer = ([instruction = 0]) => {
			if (!instructions.includes(instruction) || mark >= 200) return;
			if (wiring.chip.receive(frame(0x100, mark + 1))) mark += 1;
		};
		wiring.chip.receive(frame(0x100, ++mark));
		expect(wiring.run()).toBeGreaterThan(3);
		expect(marks(wiring)).toEqual(Array.from({ length: 200 }, (_, n) => n + 1));
		expect(wiring.reasons).toEqual([]);
	});
});

test("with the wrong crystal nothing is heard, and the errors are counted without an interrupt each", () => {
	const wiring = new Wiring(16_000_000);
	const driver = wiring.start();
	for (let n = 0; n < 50; n++) wiring.chip.receive(frame(0x1db));
	expect(wiring.run()).toBe(0);
	expect(wiring.heard).toEqual([]);
	wiring.falseEdge();
	wiring.stuck = 0;
	wiring.run();
	expect(driver.counters.messageErrors).toBe(1);
});
