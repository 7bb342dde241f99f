import { describe, expect, test } from "@jest/globals";
import fc from "fast-check";
import { Journal } from "../../../src/telemetry/journal";

const message = (payload: string) => ({ topic: "j", payload, qos: 1, retain: false }) as const;

/** Texts by key; `full`: nothing is stored any more. */
function memory() {
	const texts = new Map<string, string>();
	const store = {
		full: false,
		texts,
		read: (key: string) => texts.get(key),
		write: (key: string, text: string) =>
			store.full && text !== "" ? { reason: "write-failed" } : void texts.set(key, text),
	};
	return store;
}

/** Everything that is to be sent, in order. */
function drain(journal: Journal): string[] {
	const payloads: string[] = [];
	for (let entry = journal.next(); entry !== undefined; entry = journal.next()) {
		payloads.push(entry.message.payload);
		journal.sent(entry);
	}
	return payloads;
}

describe("the journal", () => {
	test("brings each entry in its turn, and keeps it until it is delivered", () => {
		const journal = new Journal(memory());
		for (const payload of ["1", "2"]) journal.add(message(payload));
		const first = journal.next();
		if (first === undefined) throw new Error("nothing to send");
		expect([first.message, journal.next()]).toEqual([message("1"), first]);
		journal.sent(first);
		expect([journal.next()?.message.payload, journal.size]).toEqual(["2", 2]);
		journal.delivered(first);
		journal.delivered(first);
		expect([journal.next()?.message.payload, journal.size]).toEqual(["2", 1]);
	});

	test("outlives a restart, whatever was under way", () => {
		const store = memory();
		const before = new Journal(store);
		for (const payload of ["1", "2", "3"]) before.add(message(payload));
		const first = before.next();
		drain(before);
		if (first !== undefined) before.delivered(first);
		before.add(message("4"));
		const after = new Journal(store);
		expect(after.size).toBe(3);
		after.add(message("5"));
		expect(drain(after)).toEqual(["2", "3", "4", "5"]);
	});

	test("has no memory of its own without a store", () => {
		const journal = new Journal();
		journal.add(message("1"));
		expect([drain(journal), journal.unsaved, new Journal().size]).toEqual([["1"], 0, 0]);
	});

	test("gives up the oldest that is not under way when there are too many, and counts it", () => {
		const store = memory();
		const journal = new Journal(store);
		journal.add(message("0"));
		drain(journal);
		for (let n = 1; n < 10; n++) journal.add(message(String(n)));
		expect([journal.size, journal.dropped]).toEqual([8, 2]);
		expect(drain(journal)).toEqual(["3", "4", "5", "6", "7", "8", "9"]);
		expect(drain(new Journal(store))).toEqual(["0", "3", "4", "5", "6", "7", "8", "9"]);
		journal.add(message("10"));
		expect([drain(journal), journal.dropped]).toEqual([["10"], 3]);
	});

	test("does not take what would not fit into the flash", () => {
		const store = memory();
		const journal = new Journal(store);
		journal.add(message("x".repeat(1300)));
		expect([journal.size, journal.dropped, store.texts.size]).toEqual([0, 1, 0]);
		journal.add(message("€".repeat(1200)));
		expect(journal.size).toBe(1);
		for (const text of store.texts.values()) expect(Buffer.byteLength(text)).toBeLessThan(4000);
	});

	test("sends what could not be stored all the same, and counts it", () => {
		const store = memory();
		store.full = true;
		const journal = new Journal(store);
		journal.add(message("1"));
		expect([drain(journal), journal.unsaved, new Journal(store).size]).toEqual([["1"], 1, 0]);
	});

	test("uses keys that the flash allows", () => {
		const store = memory();
		const journal = new Journal(store);
		for (let n = 0; n < 20; n++) journal.add(message(String(n)));
		expect(store.texts.size).toBe(8);
		for (const key of store.texts.keys()) expect(key).toMatch(/^[a-z0-9]{1,15}$/);
	});

	test("ignores what is no entry", () => {
		const entry = { number: 1, ...message("1") };
		const bad = [
			...["", "x", "null", "[]", "{}"],
			...[{ number: "1" }, { topic: "" }, { topic: "a/#" }, { topic: 1 }, { payload: null }].map((wrong) =>
				JSON.stringify({ ...entry, ...wrong }),
			),
			...[{ qos: 0 }, { qos: 3 }, { retain: 1 }].map((wrong) => JSON.stringify({ ...entry, ...wrong })),
		];
		for (const text of bad) {
			const store = memory();
			store.texts.set("journal0", text);
			store.texts.set("journal1", JSON.stringify(entry));
			const journal = new Journal(store);
			expect([text, drain(journal)]).toEqual([text, ["1"]]);
		}
		fc.assert(
			fc.property(fc.oneof(fc.string(), fc.json()), (text) => {
				expect(new Journal({ read: () => text, write: () => undefined }).size).toBe(0);
			}),
		);
	});

	test("loses nothing and keeps the order, however often the device restarts", () => {
		const step = fc.constantFrom("add", "send", "deliver", "restart" as const);
		fc.assert(
			fc.property(fc.array(step, { maxLength: 80 }), (steps) => {
				const store = memory();
				let journal = new Journal(store);
				let sent: NonNullable<ReturnType<Journal["next"]>>[] = [];
				const expected: string[] = [];
				for (const [index, step] of steps.entries()) {
					const next = journal.next();
					if (step === "add" && journal.size < 8) {
						journal.add(message(String(index)));
						expected.push(String(index));
					} else if (step === "send" && next !== undefined) {
						journal.sent(next);
						sent.push(next);
					} else if (step === "deliver") {
						const entry = sent.shift();
						if (entry === undefined) continue;
						journal.delivered(entry);
						expected.splice(expected.indexOf(entry.message.payload), 1);
					} else if (step === "restart") {
						journal = new Journal(store);
						sent = [];
					}
				}
				expect(drain(new Journal(store))).toEqual(expected);
				expect(journal.dropped).toBe(0);
			}),
		);
	});
});
