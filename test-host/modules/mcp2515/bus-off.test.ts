import { expect, test } from "@jest/globals";
import { frame, Wiring } from "./wiring";

/** Sends on a bus that destroys every frame, until the chip has taken itself off it. */
function drivenOff(serveAt = 40) {
	const wiring = new Wiring();
	const driver = wiring.start();
	const bus = { sent: 0, broken: true };
	wiring.chip.onTransmit = () => {
		bus.sent += 1;
		return bus.broken ? "error" : true;
	};
	driver.setMode("normal");
	for (const mark of [1, 2, 3]) driver.send(frame(0x79b, mark));
	for (let n = 1; n <= 40; n++) {
		wiring.chip.retry();
		if (n % serveAt === 0) wiring.run();
	}
	wiring.run();
	return { wiring, driver, bus };
}

test.each([1, 40])("is told once, in listen-only mode; served after each %d attempts", (serveAt) => {
	const { wiring, driver } = drivenOff(serveAt);
	expect(wiring.reasons).toEqual(["bus-off"]);
	expect(driver.counters.busOffs).toBe(1);
	expect(driver.mode).toBe("listen-only");
	expect(driver.errors).toEqual({ tec: 0, rec: 0, state: "active" });
	expect(driver.send(frame(0x79b))).toBe(false);
	wiring.pollFor(driver, 5000);
	expect(wiring.reasons).toEqual(["bus-off"]);
});

test("nothing that was waiting is sent afterwards, not even back in normal mode", () => {
	const { wiring, driver, bus } = drivenOff();
	const { sent } = bus;
	bus.broken = false;
	wiring.pollFor(driver, 1000, () => wiring.chip.retry());
	driver.setMode("normal");
	wiring.chip.retry();
	expect(bus.sent).toBe(sent);
	driver.send(frame(0x79b, 9));
	expect(bus.sent).toBe(sent + 1);
	expect(driver.counters.sent).toBe(1);
});

test("the bus is heard all the while", () => {
	const { wiring } = drivenOff();
	wiring.chip.receive(frame(0x1db, 5));
	wiring.run();
	expect(wiring.heard).toHaveLength(1);
});

test("a chip that does not come off the bus is restarted", () => {
	const wiring = new Wiring();
	const driver = wiring.start();
	wiring.chip.onTransmit = () => "error";
	driver.setMode("normal");
	driver.send(frame(0x79b));
	wiring.beforeTransfer = (tx) => {
		if (tx[0] === 0x05 && tx[3] === 0x80) wiring.chip.wedge(0xff, "reset");
	};
	for (let n = 0; n < 40; n++) wiring.chip.retry();
	wiring.run();
	expect(wiring.reasons).toEqual(["restarted", "bus-off"]);
	expect(driver.mode).toBe("listen-only");
});

test.each([
	["bus-off", false],
	["restarted", true],
])("closing from within onError of %s: nothing comes after it", (reason, wedges) => {
	const wiring = new Wiring();
	const driver = wiring.start({
		onError: (told) => {
			wiring.reasons.push(told);
			driver.close();
		},
	});
	wiring.chip.onTransmit = () => "error";
	wiring.beforeTransfer = (tx) => {
		if (wedges && tx[0] === 0x05 && tx[3] === 0x80) wiring.chip.wedge(0xff, "reset");
	};
	driver.setMode("normal");
	driver.send(frame(0x79b));
	for (let n = 0; n < 40; n++) wiring.chip.retry();
	wiring.run();
	expect(wiring.open).toBe(0);
	expect(wiring.reasons).toEqual([reason]);
});
