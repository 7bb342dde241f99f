import { expect, test } from "@jest/globals";
import fc from "fast-check";
import { ResetButton } from "../../../modules/system/reset-button";
import { ManualClock } from "../../helpers/manual-clock";

function setUp() {
	const clock = new ManualClock();
	const line = { level: 1, uses: 0 };
	const heard: string[] = [];
	class Button {
		static readonly InputPullUp = 1;
		constructor({ pin, mode }: { pin: number; mode: number }) {
			expect([pin, mode]).toEqual([0, Button.InputPullUp]);
			line.uses += 1;
		}
		read = () => line.level;
		close = () => void line.uses--;
	}
	const told = (what: string) => () => void heard.push(`${what} at ${clock.monotonic() / 1000} s`);
	const { after } = clock;
	const button = new ResetButton({
		...{ io: Button, pin: 0, after: after.bind(clock) },
		...{ onArmed: told("armed"), onReset: told("reset") },
	});
	button.start();
	const hold = (from: number, to: number) => {
		clock.advance(from - clock.monotonic());
		line.level = 0;
		clock.advance(to - clock.monotonic());
		line.level = 1;
	};
	return { clock, line, heard, hold };
}

test.each([
	["held for five seconds and let go", [[2000, 8000]], ["armed at 7.1 s", "reset at 8.1 s"]],
	["from the last moment on", [[9950, 16_000]], ["armed at 15 s", "reset at 16.1 s"]],
	[
		"at the second attempt",
		[
			[500, 5400],
			[6000, 12_000],
		],
		["armed at 11.1 s", "reset at 12.1 s"],
	],
	["let go too early", [[2000, 6900]], []],
	[
		"let go for a moment",
		[
			[2000, 4000],
			[4150, 8000],
		],
		[],
	],
	["pressed too late", [[10_100, 20_000]], []],
	["held too long", [[2000, 40_000]], ["armed at 7.1 s"]],
	["never pressed", [], []],
] as const)("%s", (_, presses, expected) => {
	const { clock, line, heard, hold } = setUp();
	for (const [from, to] of presses) hold(from, to);
	clock.advance(60_000);
	expect(heard).toEqual(expected);
	// The pin is free again, and nobody looks any more.
	expect([line.uses, clock.pending]).toEqual([0, 0]);
});

test("whatever the line does, at most one reset, only after five seconds low, and an end", () => {
	fc.assert(
		fc.property(fc.array(fc.nat(12_000), { maxLength: 20 }), (times) => {
			const { clock, line, heard } = setUp();
			let longest = 0;
			for (const time of times) {
				clock.advance(time);
				if (line.level === 0) longest = Math.max(longest, time);
				line.level = 1 - line.level;
			}
			line.level = 1;
			clock.advance(60_000);
			const resets = heard.filter((what) => what.startsWith("reset"));
			expect(resets.length).toBeLessThanOrEqual(longest >= 4900 ? 1 : 0);
			expect([line.uses, clock.pending]).toEqual([0, 0]);
		}),
	);
});
