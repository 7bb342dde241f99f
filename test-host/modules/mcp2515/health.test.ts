import { describe, expect, test } from "@jest/globals";
import { frame, Wiring, wanted } from "./wiring";

const CANCTRL = 0x0f;
const CANINTE = 0x2b;
const CNF1 = 0x2a;

/** A driver that listens, and a bus with a frame in each 50 ms. */
function listening(crystal?: number) {
	const wiring = new Wiring(crystal);
	const driver = wiring.start({ crystal: 8_000_000 });
	const onAir = () => void wiring.chip.receive(frame(0x1db, 7));
	return { wiring, driver, onAir };
}

test("idle costs two transactions a second", () => {
	const { wiring, driver } = listening();
	wiring.pollFor(driver, 10_000);
	expect(wiring.chip.transactions).toBe(20);
	expect(wiring.reasons).toEqual([]);
});

describe("a chip that has lost its settings", () => {
	test("after a brown-out it is restarted within a second or so, and hears again", () => {
		const { wiring, driver, onAir } = listening();
		wiring.chip.brownOut();
		wiring.pollFor(driver, 900, onAir);
		wiring.heard.length = 0;
		wiring.pollFor(driver, 200);
		expect(wiring.reasons).toEqual(["restarted"]);
		expect(driver.counters.restarts).toBe(1);
		expect(driver.mode).toBe("listen-only");
		wiring.pollFor(driver, 2000, onAir);
		expect(wiring.heard.length).toBeGreaterThan(30);
		expect(wiring.reasons).toEqual(["restarted"]);
	});

	test.each([
		["another mode", CANCTRL, 0x00],
		["one-shot", CANCTRL, 0x68],
		["no interrupts", CANINTE, 0x00],
	])("%s is noticed", (_, address, value) => {
		const { wiring, driver } = listening();
		wiring.chip.transfer(Uint8Array.of(0x02, address, value));
		wiring.pollFor(driver, 1200);
		expect(wiring.reasons).toEqual(["restarted"]);
		expect([wiring.register(0x0e) & 0xe0, wiring.register(CANINTE)]).toEqual([0x60, 0x63]);
	});

	test("another bit timing is noticed", () => {
		const { wiring, driver } = listening();
		const before = wiring.register(CNF1);
		wiring.chip.transfer(Uint8Array.of(0x02, CANCTRL, 0x80));
		wiring.chip.transfer(Uint8Array.of(0x02, CNF1, 0x07));
		wiring.chip.transfer(Uint8Array.of(0x02, CANCTRL, 0x60));
		wiring.pollFor(driver, 1200);
		expect(wiring.reasons).toEqual(["restarted"]);
		expect(wiring.register(CNF1)).toBe(before);
	});

	test("in normal mode it comes back in listen-only mode with nothing to send", () => {
		const { wiring, driver } = listening();
		const sent: number[] = [];
		wiring.chip.onTransmit = ({ id }) => sent.push(id) > 1_000_000;
		driver.setMode("normal");
		driver.send(frame(0x79b));
		wiring.chip.brownOut();
		wiring.pollFor(driver, 1200, () => wiring.chip.retry());
		expect([driver.mode, wiring.reasons]).toEqual(["listen-only", ["restarted"]]);
		driver.setMode("normal");
		wiring.chip.retry();
		expect(sent).toEqual([0x79b]);
	});

	test("every mode is what is expected after setMode", () => {
		const { wiring, driver } = listening();
		for (const mode of ["normal", "one-shot", "loopback", "sleep", "normal", "listen-only"] as const) {
			driver.setMode(mode);
			expect(driver.mode).toBe(mode);
			wiring.pollFor(driver, 2500);
			expect([mode, driver.mode, wiring.reasons]).toEqual([mode, mode, []]);
		}
	});

	test("a mode that was refused is put right", () => {
		const { wiring, driver } = listening();
		wiring.answer = (tx) => (tx[0] === 0x05 ? tx : wiring.chip.transfer(tx));
		driver.setMode("normal");
		wiring.answer = undefined;
		wiring.pollFor(driver, 1200);
		expect([driver.mode, wiring.reasons]).toEqual(["listen-only", ["mode-refused", "restarted"]]);
	});
});

describe("a wedged chip", () => {
	test.each([0x00, 0xff] as const)("that RESET revives, answering %d: restarted", (answer) => {
		const { wiring, driver, onAir } = listening();
		wiring.chip.wedge(answer, "reset");
		wiring.pollFor(driver, 1200, onAir);
		expect(wiring.reasons).toEqual(["restarted"]);
		wiring.heard.length = 0;
		wiring.pollFor(driver, 500, onAir);
		expect(wiring.heard.length).toBeGreaterThan(5);
	});

	test.each([0x00, 0xff] as const)(
		"that nothing revives, answering %d: told once, tried each second",
		(answer) => {
			const { wiring, driver, onAir } = listening();
			driver.setMode("normal");
			wiring.chip.wedge(answer);
			wiring.pollFor(driver, 1200, onAir);
			wiring.chip.resetTraffic();
			let resets = 0;
			wiring.beforeTransfer = (tx) => {
				if (tx[0] === 0xc0) resets += 1;
			};
			wiring.pollFor(driver, 10_000, onAir);
			expect(wiring.reasons).toEqual(["no-chip"]);
			expect(resets).toBeGreaterThanOrEqual(9);
			expect(resets).toBeLessThanOrEqual(11);
			expect([driver.mode, driver.send(frame(0x79b))]).toEqual([undefined, false]);
			wiring.chip.resetTraffic();
			driver.setMode("normal");
			driver.abort();
			expect([driver.errors.state, driver.counters.restarts, wiring.chip.transactions]).toEqual([
				"active",
				0,
				0,
			]);
			wiring.chip.unwedge();
			wiring.pollFor(driver, 1200, onAir);
			expect([driver.mode, wiring.reasons]).toEqual(["listen-only", ["no-chip", "restarted"]]);
		},
	);

	test.each([0x00, 0xff] as const)("with INT low, answering %d", (answer) => {
		const { wiring, driver, onAir } = listening();
		onAir();
		wiring.chip.wedge(answer);
		wiring.pollFor(driver, 3000);
		expect(wiring.reasons).toEqual(["stuck-interrupt", "no-chip"]);
		wiring.chip.unwedge();
		wiring.heard.length = 0;
		wiring.pollFor(driver, 1200, onAir);
		wiring.pollFor(driver, 500, onAir);
		expect(wiring.reasons).toEqual(["stuck-interrupt", "no-chip", "restarted"]);
		expect(wiring.heard.length).toBeGreaterThan(8);
	});

	test("closing it, also from within onError", () => {
		const { wiring, driver } = listening();
		wiring.chip.wedge();
		wiring.reasons.push = (...reasons) => {
			driver.close();
			return reasons.length;
		};
		wiring.pollFor(driver, 3000);
		driver.close();
		expect(wiring.open).toBe(0);
	});
});

describe("INT held low by the wiring", () => {
	test("is told once, costs little, and frames still come as often as it is polled", () => {
		const { wiring, driver, onAir } = listening();
		wiring.chip.holdIntLow(true);
		wiring.pollFor(driver, 500, onAir);
		expect(wiring.reasons).toEqual(["stuck-interrupt"]);
		wiring.chip.resetTraffic();
		wiring.heard.length = 0;
		wiring.pollFor(driver, 10_000, onAir);
		expect(wiring.reasons).toEqual(["stuck-interrupt"]);
		expect(wiring.heard.length).toBeGreaterThan(190);
		expect(wiring.chip.transactions / 200).toBeLessThan(10);
	});

	test("is told again when it comes again", () => {
		const { wiring, driver } = listening();
		for (const held of [true, false, true]) {
			wiring.chip.holdIntLow(held);
			wiring.pollFor(driver, 500);
		}
		expect(wiring.reasons).toEqual(["stuck-interrupt", "stuck-interrupt"]);
	});
});

describe("wrong bit rate", () => {
	test("a live bus of which only errors are heard is told once", () => {
		const { wiring, driver, onAir } = listening(16_000_000);
		wiring.pollFor(driver, 20_000, onAir);
		expect(wiring.reasons).toEqual(["wrong-bitrate"]);
		expect(driver.counters.received).toBe(0);
		expect(driver.counters.messageErrors).toBeGreaterThan(15);
	});

	test("frames in between make it news again", () => {
		const { wiring, driver } = listening();
		for (let n = 0; n < 2; n++) {
			wiring.pollFor(driver, 10_000, () => wiring.chip.transfer(Uint8Array.of(0x05, 0x2c, 0x80, 0x80)));
			wiring.chip.receive(frame(0x1db));
		}
		expect(wiring.reasons).toEqual(["wrong-bitrate", "wrong-bitrate"]);
	});

	test("a silent bus says nothing of it", () => {
		const { wiring, driver } = listening(16_000_000);
		wiring.pollFor(driver, 20_000);
		expect(wiring.reasons).toEqual([]);
	});

	test("nor does a bus with errors and frames, wanted or not", () => {
		const wiring = new Wiring();
		const driver = wiring.start({ accept: wanted({ replies: [0x100, 0x101, 0x102] }) });
		wiring.pollFor(driver, 20_000, () => {
			wiring.chip.transfer(Uint8Array.of(0x05, 0x2c, 0x80, 0x80));
			wiring.chip.receive(frame(0x103));
		});
		expect(driver.counters.messageErrors).toBeGreaterThan(15);
		expect(driver.counters.unwanted).toBeGreaterThan(100);
		expect(wiring.reasons).toEqual([]);
	});

	test("nor does an error now and then", () => {
		const { wiring, driver } = listening();
		for (let n = 0; n < 10; n++) {
			wiring.chip.transfer(Uint8Array.of(0x05, 0x2c, 0x80, 0x80));
			wiring.pollFor(driver, 5000);
		}
		expect(wiring.reasons).toEqual([]);
	});

	test("nor the errors of normal mode", () => {
		const { wiring, driver, onAir } = listening(16_000_000);
		driver.setMode("normal");
		wiring.pollFor(driver, 20_000, onAir);
		expect(wiring.reasons).toEqual([]);
	});
});
