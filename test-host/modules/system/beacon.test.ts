import { expect, test } from "@jest/globals";
import { Beacon } from "../../../modules/system/beacon";
import { ManualClock } from "../../helpers/manual-clock";

function setUp() {
	const clock = new ManualClock();
	const log: string[] = [];
	class Light {
		static readonly Output = 8;
		constructor({ pin, mode }: { pin: number; mode: number }) {
			log.push(`open ${pin} ${mode}`);
		}
		write(value: 0 | 1): void {
			log.push(String(value));
		}
		close(): void {
			log.push("close");
		}
	}
	const beacon = new Beacon({ io: Light, pin: 2, after: (ms, callback) => void clock.after(ms, callback) });
	return { clock, log, beacon };
}

test("blinks for nine seconds, ends dark and gives the pin back", () => {
	const { clock, log, beacon } = setUp();
	expect(log).toEqual([]);
	beacon.blink();
	clock.advance(150);
	expect(log).toEqual(["open 2 8", "1", "0"]);
	clock.advance(9000);
	expect(log.slice(-2)).toEqual(["0", "close"]);
	expect(log.filter((each) => each === "1")).toHaveLength(30);
	expect(clock.pending).toBe(0);
});

test("asked again it goes on, with one light", () => {
	const { clock, log, beacon } = setUp();
	beacon.blink();
	clock.advance(4500);
	beacon.blink();
	clock.advance(8000);
	expect(log).not.toContain("close");
	clock.advance(1500);
	expect(log.filter((each) => /open|close/.test(each))).toEqual(["open 2 8", "close"]);
});
