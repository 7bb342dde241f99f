import { describe, expect, test } from "@jest/globals";
import type { MCP2515 } from "../../../modules/mcp2515/mcp2515";
import type { CanBus } from "../../../src/can/can-bus";
import { frame, Wiring, wanted } from "./wiring";

describe("opening", () => {
	test("listens only, acknowledges nothing, and fits the application's port", () => {
		const wiring = new Wiring();
		const driver: CanBus & MCP2515 = wiring.start();
		expect(driver.mode).toBe("listen-only");
		expect(wiring.register(0x0e)).toBe(0x60);
		expect(wiring.chip.acknowledges).toBe(false);
		expect(wiring.chip.bitrate(8_000_000)).toBe(500_000);
	});

	test("hands the options on and asks for a falling edge with pull-up", () => {
		const wiring = new Wiring();
		wiring.start();
		expect(wiring.constructed).toMatchObject([{ hz: 8_000_000 }, { pin: 4, mode: 2, edge: 8 }]);
	});

	test.each([
		["all ones", () => 0xff],
		["all zeros", () => 0x00],
		["an echo", (byte: number) => byte],
	])("no chip: %s", (_, byte) => {
		const wiring = new Wiring();
		wiring.answer = (tx) => tx.map(byte);
		expect(wiring.tryOpen()).toEqual({ reason: "no-chip" });
		expect(wiring.open).toBe(0);
	});

	test("a chip that starts up slowly is waited for", () => {
		const wiring = new Wiring();
		let reads = 0;
		wiring.answer = (tx) => {
			const rx = wiring.chip.transfer(tx);
			return tx[0] === 0x03 && ++reads < 10 ? rx.fill(0xff) : rx;
		};
		expect(wiring.start().mode).toBe("listen-only");
	});

	test("a chip that hears nothing of what it is told", () => {
		const wiring = new Wiring();
		wiring.answer = (tx) =>
			wiring.chip.transfer(tx[0] === 0x03 || tx[0] === 0xa0 ? tx : new Uint8Array(tx.length));
		expect(wiring.tryOpen()).toEqual({ reason: "mode-refused" });
		expect(wiring.open).toBe(0);
	});

	test.each([
		[{ crystal: 8_000_000, bitrate: 1_000_000 }, "bad-bitrate"],
		[{ accept: wanted({ always: [0x800] }) }, "bad-accept"],
	])("%j: %s, before any hardware is touched", (options, reason) => {
		const wiring = new Wiring();
		expect(wiring.tryOpen(options)).toEqual({ reason });
		expect(wiring.constructed).toEqual([]);
	});

	test("a callback that comes before the driver is complete does no harm", () => {
		const wiring = new Wiring();
		wiring.stuck = 0;
		const early = class {
			static readonly InputPullUp = 0;
			static readonly Falling = 0;
			constructor({ onReadable }: { onReadable: () => void }) {
				onReadable();
			}
			read = () => 1;
			close(): void {}
		};
		expect(wiring.tryOpen({ interrupt: { io: early } })).not.toHaveProperty("reason");
	});
});

describe("closing", () => {
	test("takes the chip off the bus and frees both, once", () => {
		const wiring = new Wiring();
		const driver = wiring.start();
		driver.setMode("normal");
		driver.close();
		expect(wiring.open).toBe(0);
		expect(wiring.register(0x0e)).toBe(0x80);
		driver.close();
		expect(wiring.open).toBe(0);
	});

	test("afterwards everything is quiet", () => {
		const wiring = new Wiring();
		const driver = wiring.start();
		driver.close();
		driver.setMode("normal");
		driver.abort();
		driver.poll();
		wiring.falseEdge();
		wiring.run();
		expect(driver.send(frame(0x79b))).toBe(false);
		expect(driver.mode).toBeUndefined();
		expect(driver.counters.received).toBe(0);
		expect(driver.errors.state).toBe("active");
		expect(wiring.reasons).toEqual([]);
	});

	test.each(["before the first is read", "while the first is read"])(
		"from within onFrame, with a second %s",
		(when) => {
			const wiring = new Wiring();
			const driver = wiring.start();
			wiring.onFrame = () => driver.close();
			wiring.chip.receive(frame(0x100, 1));
			if (when === "before the first is read") wiring.chip.receive(frame(0x100, 2));
			wiring.beforeTransfer = (tx) => {
				if (tx[0] === 0x90) wiring.chip.receive(frame(0x100, 3));
			};
			wiring.run();
			expect(wiring.heard).toHaveLength(1);
			expect(wiring.open).toBe(0);
		},
	);
});

describe("modes", () => {
	test("there and back", () => {
		const wiring = new Wiring();
		const driver = wiring.start();
		driver.setMode("normal");
		expect(driver.mode).toBe("normal");
		expect(wiring.chip.acknowledges).toBe(true);
		driver.setMode("listen-only");
		expect(driver.mode).toBe("listen-only");
		expect(wiring.chip.acknowledges).toBe(false);
		expect(wiring.reasons).toEqual([]);
	});

	test("frames received meanwhile are kept", () => {
		const wiring = new Wiring();
		const driver = wiring.start();
		wiring.chip.receive(frame(0x100, 1));
		driver.setMode("normal");
		wiring.chip.receive(frame(0x100, 2));
		wiring.run();
		expect(wiring.heard.map(({ data }) => data[0])).toEqual([1, 2]);
	});

	test("a chip that does not follow: says so, and nothing is sent", () => {
		const wiring = new Wiring();
		const driver = wiring.start();
		wiring.answer = (tx) => (tx[0] === 0x05 ? tx : wiring.chip.transfer(tx));
		driver.setMode("normal");
		expect(wiring.reasons).toEqual(["mode-refused"]);
		expect(driver.mode).toBeUndefined();
		expect(driver.send(frame(0x79b))).toBe(false);
	});
});

describe("errors", () => {
	/** Lets `count` frames with the wrong bit rate go by in normal mode. */
	function disturb(count: number) {
		const wiring = new Wiring(16_000_000);
		const driver = wiring.start();
		driver.setMode("normal");
		for (let n = 0; n < count; n++) wiring.chip.receive(frame(0x1db));
		wiring.run();
		return { wiring, driver };
	}

	test.each([
		[0, "active"],
		[95, "active"],
		[96, "warning"],
		[128, "passive"],
	])("after %d errors in receiving: %s", (count, state) => {
		const { driver, wiring } = disturb(count);
		expect(driver.errors).toEqual({ tec: 0, rec: count, state });
		expect(driver.errors).toBe(driver.errors);
		expect(wiring.chip.intLow).toBe(false);
	});

	test("listen-only mode counts none", () => {
		const wiring = new Wiring(16_000_000);
		const driver = wiring.start();
		for (let n = 0; n < 200; n++) wiring.chip.receive(frame(0x1db));
		expect(driver.errors).toEqual({ tec: 0, rec: 0, state: "active" });
	});
});
