import { describe, expect, test } from "@jest/globals";
import { type ResetReason, reportLastRun } from "../../src/boot";
import type { AppEvent } from "../../src/event";
import type { KeyValueStore } from "../../src/key-value-store";
import { LastWords } from "../../src/last-words";

/** A flash of its own for each test. */
function flash(): KeyValueStore & { readonly texts: Map<string, string> } {
	const texts = new Map<string, string>();
	return {
		texts,
		read: (key) => texts.get(key),
		write: (key, text) => {
			texts.set(key, text);
			return undefined;
		},
	};
}

describe("last words", () => {
	test("are there for the next run, once", () => {
		const store = flash();
		new LastWords(store).keep("memory full", undefined);
		const next = new LastWords(store);
		expect([next.take(), next.take()]).toEqual(["memory full", undefined]);
		expect(new LastWords(store).take()).toBeUndefined();
	});

	test("have what was thrown with its stack, and the message once", () => {
		const words = new LastWords(flash());
		words.keep("unhandled exception", new RangeError("too far"));
		expect(words.take()).toMatch(/^unhandled exception: RangeError: too far\n\s+at /);
	});

	test("have the message where the stack leaves it out", () => {
		const error = Object.assign(new TypeError("no"), { stack: "at a (b:1)" });
		const words = new LastWords(flash());
		words.keep("unhandled exception", error);
		expect(words.take()).toBe("unhandled exception: TypeError: no\nat a (b:1)");
	});

	test.each([["a text"], [7], [null], [{}], [Symbol("x")]])("bear that %p is thrown", (thrown) => {
		const words = new LastWords(flash());
		words.keep("why", thrown);
		expect(words.take()).toBe(`why: ${String(thrown)}`);
	});

	test("are short enough for the flash", () => {
		const words = new LastWords(flash());
		words.keep("why", "x".repeat(100_000));
		expect(words.take()).toHaveLength(900);
	});

	test("never throw, whatever happens", () => {
		const broken: KeyValueStore = {
			read: () => undefined,
			write: () => {
				throw new Error("no memory");
			},
		};
		const evil = {
			toString: () => {
				throw new Error("evil");
			},
		};
		expect(() => new LastWords(broken).keep("why", undefined)).not.toThrow();
		expect(() => new LastWords(flash()).keep("why", evil)).not.toThrow();
	});
});

describe("after a start", () => {
	function told(last: string | undefined, reset: ResetReason | undefined): AppEvent[] {
		const words = new LastWords(flash());
		if (last !== undefined) words.keep(last, undefined);
		const events: AppEvent[] = [];
		reportLastRun(words, reset, (event) => events.push(event));
		reportLastRun(words, undefined, (event) => events.push(event));
		return events;
	}

	test("what the firmware said last is told, and not how the chip was reset", () =>
		expect(told("memory full", "panic")).toEqual([
			{ event: "fault", where: "boot", reason: "gave-up", detail: "memory full" },
		]));

	test.each<ResetReason>(["panic", "interrupt-watchdog", "task-watchdog", "watchdog", "brownout", "lock-up"])(
		"%s is told",
		(reason) => expect(told(undefined, reason)).toEqual([{ event: "fault", where: "boot", reason }]),
	);

	test.each<ResetReason | undefined>(["power-on", "external", "restart", "deep-sleep", undefined])(
		"%s is nothing to tell",
		(reason) => expect(told(undefined, reason)).toEqual([]),
	);
});
