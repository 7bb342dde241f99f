import { expect, test } from "@jest/globals";
import { SharedScan } from "../../../../src/network/wifi/shared-scan";
import type { ScanResult } from "../../../../src/network/wifi-radio";
import { ManualClock } from "../../../helpers/manual-clock";

const FOUND: ScanResult = [{ ssid: "home", rssi: -60, secure: true, channel: 6 }];

function setUp() {
	const clock = new ManualClock();
	/** What the radio is to call at the end of each scan. */
	const scans: ((result: ScanResult) => void)[] = [];
	const heard: [who: string, result: ScanResult][] = [];
	const shared = new SharedScan({ scan: (onDone) => void scans.push(onDone) }, clock);
	const ask = (who: string) => shared.scan((result) => void heard.push([who, result]));
	return { clock, scans, heard, shared, ask };
}

test("whoever asks during a scan shares it", () => {
	const { scans, heard, ask, clock } = setUp();
	ask("one");
	ask("other");
	expect(scans).toHaveLength(1);
	scans[0]?.(FOUND);
	expect(heard).toEqual([
		["one", FOUND],
		["other", FOUND],
	]);
	ask("late");
	expect([scans.length, heard.length]).toEqual([2, 2]);
	scans[1]?.({ reason: "wifi-radio" });
	expect(heard.at(-1)).toEqual(["late", { reason: "wifi-radio" }]);
	expect(clock.pending).toBe(0);
});

test("no scan begins while it is held", () => {
	const { scans, heard, ask, shared } = setUp();
	shared.hold(true);
	ask("one");
	expect(scans).toHaveLength(0);
	shared.hold(false);
	scans[0]?.(FOUND);
	expect(heard).toEqual([["one", FOUND]]);
});

test("whoever hears of a scan may hold it, and ask for another", () => {
	const { scans, ask, shared } = setUp();
	shared.scan(() => ask("again"));
	shared.scan(() => shared.hold(true));
	scans[0]?.(FOUND);
	expect(scans).toHaveLength(1);
	shared.hold(false);
	expect(scans).toHaveLength(2);

	const other = setUp();
	other.shared.scan(() => other.ask("again"));
	other.scans[0]?.(FOUND);
	expect(other.scans).toHaveLength(2);
});

test("a scan without end is given up, and not heard of later", () => {
	const { clock, scans, heard, ask } = setUp();
	ask("one");
	clock.advance(15_000);
	expect(heard).toEqual([["one", { reason: "scan-timeout" }]]);
	ask("other");
	scans[0]?.(FOUND);
	expect(heard).toHaveLength(1);
	scans[1]?.(FOUND);
	expect(heard.at(-1)).toEqual(["other", FOUND]);
});
