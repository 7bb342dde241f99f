import { describe, expect, test } from "@jest/globals";
import fc from "fast-check";
import type { MCP2515 } from "../../../modules/mcp2515/mcp2515";
import { Turns } from "../../../modules/mcp2515/turns";
import { frame, Wiring, wanted } from "./wiring";

/** Who has the filter. */
function holder({ sidh, sidl }: Turns): number {
	return (sidh << 3) | (sidl >> 5);
}

/** Ends `count` turns in which only `awake` are heard; gives who had them. */
function holders(turns: Turns, awake: readonly number[], count: number): number[] {
	return Array.from({ length: count }, () => {
		const id = holder(turns);
		if (awake.includes(id)) turns.heard = 3;
		turns.pass(0);
		return id;
	});
}

describe("turns", () => {
	test("go round", () => {
		expect(holders(new Turns([1, 2, 3], 0), [1, 2, 3], 7)).toEqual([1, 2, 3, 1, 2, 3, 1]);
	});

	test("who was silent loses three", () => {
		expect(holders(new Turns([1, 2], 0), [1], 11)).toEqual([1, 2, 1, 1, 1, 1, 2, 1, 1, 1, 1]);
	});

	test("while all are silent everybody is tried", () => {
		expect(holders(new Turns([1, 2, 3], 0), [], 7)).toEqual([1, 2, 3, 1, 2, 3, 1]);
	});

	test("end when the identifier was heard three times, or after 1.6 s", () => {
		const turns = new Turns([1, 2], 100);
		expect([turns.isOver(100), turns.isOver(1699), turns.isOver(1700)]).toEqual([false, false, true]);
		turns.heard = 3;
		expect(turns.isOver(101)).toBe(true);
		turns.pass(101);
		expect([turns.isOver(101), turns.isOver(1700), turns.isOver(1701)]).toEqual([false, false, true]);
	});

	test("of nobody never end", () => {
		expect(new Turns([], 0).isOver(1e9)).toBe(false);
	});
});

const REPLY = 0x7bb;
const ALWAYS = [0x1db, 0x55b, 0x5bc];
const IN_TURN = [0x11a, 0x284, 0x5c5, 0x60d];
const ACCEPT = wanted({ replies: [REPLY], always: ALWAYS, inTurn: IN_TURN });

/** Frames of all `ids` go by. */
function broadcast(wiring: Wiring, ids: readonly number[], mark = 0): void {
	for (const id of ids) {
		wiring.chip.receive(frame(id, mark));
		wiring.run();
	}
}

function heardOf({ heard }: Wiring, id: number): number {
	return heard.filter((one) => one.id === id).length;
}

describe("in the chip", () => {
	/** The car's control unit sends all its messages in one go, and the driver comes when it is over. */
	const burst = (wiring: Wiring) => {
		for (const id of ALWAYS) wiring.chip.receive(frame(id));
		wiring.run();
	};

	test("who is served late hears the first of a burst only, until everybody takes turns", () => {
		const wiring = new Wiring();
		const driver = wiring.start({ accept: ACCEPT });
		wiring.pollFor(driver, 900, () => burst(wiring));
		expect(ALWAYS.map((id) => heardOf(wiring, id) > 0)).toEqual([true, false, false]);
		expect(driver.counters.crowded).toBe(0);
		wiring.pollFor(driver, 20_000, () => burst(wiring));
		expect(driver.counters.crowded).toBe(1);
		for (const id of ALWAYS) expect(heardOf(wiring, id)).toBeGreaterThan(10);
		const { overflows } = driver.counters;
		wiring.pollFor(driver, 20_000, () => burst(wiring));
		expect(driver.counters.overflows).toBe(overflows);
		wiring.chip.brownOut();
		wiring.pollFor(driver, 20_000, () => burst(wiring));
		expect([driver.counters.restarts, driver.counters.overflows]).toEqual([1, overflows]);
		wiring.chip.receive(frame(REPLY));
		wiring.run();
		expect(heardOf(wiring, REPLY)).toBe(1);
	});

	test("a pause now and then changes nothing", () => {
		const wiring = new Wiring();
		const driver = wiring.start({ accept: ACCEPT });
		for (let pauses = 0; pauses < 50; pauses++) {
			burst(wiring);
			wiring.pollFor(driver, 1000, () => broadcast(wiring, ALWAYS));
		}
		expect(driver.counters.overflows).toBeGreaterThan(40);
		expect(driver.counters.crowded).toBe(0);
	});

	test("everybody in turn is heard, and the others without a gap", () => {
		const wiring = new Wiring();
		const driver = wiring.start({ accept: ACCEPT });
		let rounds = 0;
		wiring.pollFor(driver, 2000, () => {
			rounds += 1;
			broadcast(wiring, [REPLY, ...ALWAYS, ...IN_TURN]);
		});
		for (const id of [REPLY, ...ALWAYS]) expect(heardOf(wiring, id)).toBe(rounds);
		for (const id of IN_TURN) expect(heardOf(wiring, id)).toBeGreaterThan(rounds / 5);
		expect(driver.mode).toBe("listen-only");
		expect(wiring.reasons).toEqual([]);
	});

	test("a silent one holds up the others for 1.6 s in four rounds", () => {
		const wiring = new Wiring();
		const driver = wiring.start({ accept: ACCEPT });
		let rounds = 0;
		wiring.pollFor(driver, 60_000, () => {
			rounds += 1;
			broadcast(wiring, IN_TURN.slice(1));
		});
		// Three turns of 0.15 s in each of four rounds, to one of 1.6 s.
		const share = IN_TURN.reduce((sum, id) => sum + heardOf(wiring, id), 0) / rounds;
		expect(share).toBeGreaterThan(1.8 / (1.8 + 1.6) - 0.05);
		expect(heardOf(wiring, IN_TURN[0] ?? 0)).toBe(0);
	});

	test("a turn costs 5 transactions, and nothing when nobody else is awake", () => {
		const wiring = new Wiring();
		const driver = wiring.start({ accept: ACCEPT });
		for (let n = 0; n < 3; n++) broadcast(wiring, IN_TURN);
		wiring.chip.resetTraffic();
		driver.poll();
		expect([wiring.chip.transactions, wiring.chip.bytes]).toEqual([5, 18]);
	});

	test("never while a request may be under way, and soon after", () => {
		const wiring = new Wiring();
		const driver = wiring.start({ accept: ACCEPT });
		for (const mode of ["normal", "one-shot"] as const) {
			driver.setMode(mode);
			wiring.pollFor(driver, 5000, () => broadcast(wiring, IN_TURN));
			expect(driver.mode).toBe(mode);
		}
		expect(heardOf(wiring, IN_TURN[1] ?? 0)).toBe(0);
		driver.setMode("listen-only");
		wiring.pollFor(driver, 100);
		broadcast(wiring, IN_TURN);
		expect(heardOf(wiring, IN_TURN[1] ?? 0)).toBe(1);
	});

	test("frames that come on the way to configuration mode are kept", () => {
		const wiring = new Wiring();
		const driver = wiring.start({ accept: ACCEPT });
		for (let n = 0; n < 3; n++) broadcast(wiring, IN_TURN);
		wiring.heard.length = 0;
		wiring.beforeTransfer = (tx) => {
			if (tx[0] === 0x05 && tx[3] === 0x80)
				for (const id of [REPLY, 0x1db]) wiring.chip.receive(frame(id, 9));
		};
		driver.poll();
		expect(wiring.heard.map(({ id, data }) => [id, data[0]])).toEqual([
			[REPLY, 9],
			[0x1db, 9],
		]);
	});

	test("a chip that does not come back from configuration mode is restarted", () => {
		const wiring = new Wiring();
		const driver = wiring.start({ accept: ACCEPT });
		for (let n = 0; n < 3; n++) broadcast(wiring, IN_TURN);
		wiring.beforeTransfer = (tx) => {
			if (tx[0] === 0x05 && tx[3] === 0x80) wiring.chip.wedge(0xff, "reset");
		};
		driver.poll();
		expect(wiring.reasons).toEqual(["restarted"]);
		expect(driver.mode).toBe("listen-only");
		broadcast(wiring, IN_TURN);
		expect(heardOf(wiring, IN_TURN[1] ?? 0)).toBe(1);
	});
});

/** The shortest frame of 47 bits at 500 kbit/s, with 3 between the frames, ms. */
const SHORTEST_FRAME = 0.1;

/** Frames at random moments, also during any SPI transaction, of a driver that takes turns. */
function randomTraffic(wiring: Wiring, driver: MCP2515, random: Iterator<number>) {
	const ids = [REPLY, REPLY, REPLY, ...ALWAYS, ...IN_TURN, 0x123];
	const accepted: { id: number; mark: number }[] = [];
	let mark = 0;
	let last = 0;
	const mayArrive = (chance: number) => {
		const value: number = random.next().value;
		if (value >= chance || wiring.time - last < SHORTEST_FRAME) return;
		last = wiring.time;
		mark = (mark + 1) & 0xff;
		const id = ids[value % ids.length] ?? 0;
		if (wiring.chip.receive(frame(id, mark))) accepted.push({ id, mark });
	};
	wiring.beforeTransfer = () => mayArrive(40);
	wiring.afterTransfer = () => mayArrive(40);
	wiring.onFrame = () => {
		wiring.time += (random.next().value % 10) / 20;
		mayArrive(40);
	};
	for (let n = 0; n < 400; n++) {
		mayArrive(50);
		wiring.run();
		wiring.time += 10;
		if (n % 5 === 0) driver.poll();
	}
	wiring.beforeTransfer = wiring.afterTransfer = () => {};
	wiring.run();
	return accepted;
}

/** Numbers of 0 to 99 that a seed determines (Lehmer). */
function* numbers(seed: number): Generator<number> {
	for (let state = seed; ; ) {
		state = (state * 48_271) % 0x7fffffff;
		yield Math.floor(state / 7) % 100;
	}
}

test("no frame that the chip has taken is lost or overtaken by one of its kind, whatever comes when", () => {
	fc.assert(
		fc.property(fc.integer({ min: 1, max: 0x7ffffffe }), (seed) => {
			const wiring = new Wiring();
			const driver = wiring.start({ accept: ACCEPT });
			const accepted = randomTraffic(wiring, driver, numbers(seed));
			const heard = wiring.heard.map(({ id, data }) => ({ id, mark: data[0] ?? 0 }));
			expect(heard).toHaveLength(accepted.length);
			for (const id of [REPLY, ...ALWAYS, ...IN_TURN]) {
				const ofThis = (one: { id: number }) => one.id === id;
				expect(heard.filter(ofThis)).toEqual(accepted.filter(ofThis));
			}
			expect(new Set(heard.map(({ id }) => id)).size).toBeGreaterThan(5);
			expect(driver.counters.received).toBe(accepted.length);
			expect(wiring.reasons).toEqual([]);
		}),
		{ numRuns: 30 },
	);
});
