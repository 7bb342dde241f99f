import { expect, test } from "@jest/globals";
import { type Turn, Turns } from "../../src/turns";

/** What happens, by name; `ends`: what lets each of them end. */
function setUp() {
	const log: string[] = [];
	const ends: (() => void)[] = [];
	const turn = (name: string): Turn => ({
		start: () => void log.push(`${name} starts`),
		stop: (onStopped) => {
			log.push(`${name} is to stop`);
			ends.push(onStopped);
		},
	});
	return { log, ends, turn, turns: new Turns() };
}

test("one begins when the one before has ended", () => {
	const { log, ends, turn, turns } = setUp();
	const first = turn("first");
	turns.end(() => turns.begin(first));
	expect(turns.current).toBe(first);
	turns.end(() => turns.begin(turn("second")));
	expect([turns.current, log]).toEqual([undefined, ["first starts", "first is to stop"]]);
	ends[0]?.();
	expect(log).toEqual(["first starts", "first is to stop", "second starts"]);
});

test("of those who wait for an end only the last one begins, and none is stopped twice", () => {
	const { log, ends, turn, turns } = setUp();
	turns.begin(turn("first"));
	for (const name of ["second", "third"]) turns.end(() => turns.begin(turn(name)));
	expect(ends).toHaveLength(1);
	ends[0]?.();
	expect(log).toEqual(["first starts", "first is to stop", "third starts"]);
	turns.end(() => void log.push("the end"));
	ends[1]?.();
	expect(log.slice(3)).toEqual(["third is to stop", "the end"]);
});
