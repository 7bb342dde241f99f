import { describe, expect, test } from "@jest/globals";
import fc from "fast-check";
import type { Message } from "../../../src/telemetry/mqtt-link";
import { Outbox } from "../../../src/telemetry/outbox";
import { fakeLinks } from "../../helpers/fake-link";

const message = (topic: string, payload = "1"): Message => ({ topic, payload, qos: 1, retain: true });

function setUp() {
	const { open, latest } = fakeLinks();
	const delivered: string[] = [];
	const outbox = new Outbox(({ topic, payload }) => delivered.push(`${topic}=${payload}`));
	/** A fresh link that takes so many messages at a time. */
	const attach = (window = 1000) => {
		open(message("will"), {
			onOpen: () => {},
			onMessage: () => {},
			onWritable: () => outbox.pump(),
			onClosed: () => outbox.detach(),
		});
		latest().window = window;
		outbox.attach(latest());
		return latest();
	};
	const put = (...texts: readonly string[]) => {
		for (const text of texts) outbox.put(message(...(text.split("=") as [string, string?])));
	};
	return { outbox, attach, put, delivered };
}

const sentBy = (link: { takeSent(): [string, string][] }) =>
	link.takeSent().map(([topic, payload]) => `${topic}=${payload}`);

describe("the outbox", () => {
	test("sends nothing before it is pumped, then everything in the order in which it came", () => {
		const { outbox, attach, put } = setUp();
		const link = attach();
		put("b=1", "a=2", "c=3");
		expect(link.sent).toEqual([]);
		outbox.pump();
		expect(link.sent.at(0)).toEqual(message("b"));
		expect(sentBy(link)).toEqual(["b=1", "a=2", "c=3"]);
		outbox.pump();
		expect(link.sent).toEqual([]);
	});

	test("keeps what the link does not take, and sends it when it is writable", () => {
		const { outbox, attach, put, delivered } = setUp();
		const link = attach(2);
		put("a=1", "b=2", "c=3", "d=4");
		outbox.pump();
		expect(sentBy(link)).toEqual(["a=1", "b=2"]);
		link.acknowledgeAll();
		expect(sentBy(link)).toEqual(["c=3", "d=4"]);
		expect(delivered).toEqual(["a=1", "b=2", "c=3", "d=4"]);
	});

	test("replaces what still waits by the latest of its topic, in the old place", () => {
		const { outbox, attach, put } = setUp();
		const link = attach(1);
		put("a=1", "b=1", "c=1");
		outbox.pump();
		put("c=2", "b=2", "a=2", "b=3");
		link.acknowledgeAll();
		expect(sentBy(link)).toEqual(["a=1", "b=3", "c=2", "a=2"]);
	});

	test("is empty when the broker has everything, not before", () => {
		const { outbox, attach, put } = setUp();
		expect(outbox.empty).toBe(true);
		const link = attach(1);
		put("a=1", "b=2");
		const seen = [outbox.empty];
		outbox.pump();
		seen.push(outbox.empty);
		link.inFlight.shift()?.onDone();
		seen.push(outbox.empty);
		outbox.pump();
		seen.push(outbox.empty);
		expect(seen).toEqual([false, false, false, false]);
		link.acknowledgeAll();
		expect(outbox.empty).toBe(true);
	});

	test("is empty already when it tells of the last delivery", () => {
		const told: boolean[] = [];
		const outbox = new Outbox(() => told.push(outbox.empty));
		const link = setUp().attach();
		outbox.attach(link);
		for (const topic of ["a", "b"]) outbox.put(message(topic));
		outbox.pump();
		link.acknowledgeAll();
		expect(told).toEqual([false, true]);
	});

	test("keeps what comes while there is no link, the latest of each topic", () => {
		const { outbox, attach, put } = setUp();
		put("a=1", "b=1", "a=2");
		outbox.pump();
		expect([outbox.attached, outbox.empty]).toEqual([false, false]);
		const link = attach();
		outbox.pump();
		expect([outbox.attached, sentBy(link)]).toEqual([true, ["a=2", "b=1"]]);
		link.events.onClosed("connection-lost");
		expect(outbox.attached).toBe(false);
		put("a=3");
		outbox.pump();
		expect(link.sent).toEqual([]);
	});

	test("counts on later links for what an earlier one took, and does not send it twice", () => {
		const { outbox, attach, put, delivered } = setUp();
		const old = attach(1);
		put("a=1", "b=2");
		outbox.pump();
		old.events.onClosed("connection-lost");
		const fresh = attach();
		put("c=3");
		outbox.pump();
		expect(sentBy(fresh)).toEqual(["b=2", "c=3"]);
		fresh.acknowledgeAll();
		expect([outbox.empty, delivered]).toEqual([false, ["b=2", "c=3"]]);
		old.inFlight.shift()?.onDone();
		expect([outbox.empty, delivered]).toEqual([true, ["b=2", "c=3", "a=1"]]);
	});

	test("is told of a message of QoS 0 by its link or never", () => {
		const { outbox, attach, delivered } = setUp();
		const old = attach();
		outbox.put({ ...message("a"), qos: 0 });
		outbox.put(message("b"));
		outbox.pump();
		expect(outbox.figures.underWay).toBe(2);
		old.events.onClosed("connection-lost");
		expect(outbox.figures.underWay).toBe(1);
		old.acknowledgeAll();
		expect([delivered, outbox.empty]).toEqual([["b=1"], true]);
	});

	test.each<[string, (n: number) => Message, number]>([
		["messages", (n) => message(`t${n}`), 128],
		["characters", (n) => message(`t${n}`, "x".repeat(1998 - (n < 10 ? 0 : 1))), 8],
	])("has room for so many %s; then the oldest goes, and is counted", (_, make, room) => {
		const { outbox, attach } = setUp();
		for (let n = 0; n < room + 3; n++) outbox.put(make(n));
		// What replaces something takes the place of that.
		for (let n = 0; n < 5; n++) outbox.put(make(room));
		expect(outbox.figures).toMatchObject({ waiting: room, dropped: 3 });
		const link = attach();
		outbox.pump();
		const topics = link.sent.map(({ topic }) => topic);
		expect([topics[0], topics.at(-1)]).toEqual(["t3", `t${room + 2}`]);
		link.acknowledgeAll();
		expect(outbox.figures).toEqual({ waiting: 0, underWay: 0, journal: 0, dropped: 3, unsaved: 0 });
		for (let n = 0; n < room; n++) outbox.put(make(n));
		expect(outbox.figures).toMatchObject({ waiting: room, dropped: 3 });
	});

	test("gives up a message for which it would never have room", () => {
		const { outbox } = setUp();
		outbox.put(message("a", "x".repeat(20_000)));
		expect(outbox.figures).toMatchObject({ waiting: 0, dropped: 1 });
	});

	describe("with a journal", () => {
		test("sends its entries before all that waits, each of them, and after the series", () => {
			const { outbox, attach, put } = setUp();
			put("a=1");
			for (const text of ["1", "2", "3"]) outbox.enter(message("j", text));
			const link = attach(2);
			outbox.putSeries([message("s")].values());
			outbox.pump();
			expect(sentBy(link)).toEqual(["s=1", "j=1"]);
			expect([outbox.empty, outbox.figures.journal]).toEqual([false, 3]);
			link.acknowledgeAll();
			expect(sentBy(link)).toEqual(["j=2", "j=3", "a=1"]);
			expect(outbox.empty).toBe(true);
		});

		test("leaves to later links what an earlier one took", () => {
			const { outbox, attach } = setUp();
			const old = attach(1);
			outbox.enter(message("j", "1"));
			outbox.enter(message("j", "2"));
			outbox.pump();
			old.events.onClosed("connection-lost");
			const fresh = attach();
			outbox.pump();
			expect(sentBy(fresh)).toEqual(["j=2"]);
			fresh.acknowledgeAll();
			expect([outbox.empty, outbox.figures.journal]).toEqual([false, 1]);
			old.inFlight.shift()?.onDone();
			expect(outbox.empty).toBe(true);
		});
	});

	describe("with a series", () => {
		/** A series whose messages are counted as they are made. */
		const series = (...texts: readonly string[]) => {
			const made: string[] = [];
			function* make() {
				for (const text of texts) {
					made.push(text);
					yield message(...(text.split("=") as [string, string?]));
				}
				return undefined;
			}
			return { made, messages: make() };
		};

		test("makes one message at a time, when the link takes it, and each once", () => {
			const { outbox, attach } = setUp();
			const link = attach(2);
			const { made, messages } = series("a=1", "b=2", "c=3", "d=4", "e=5");
			outbox.putSeries(messages);
			expect([made, outbox.empty]).toEqual([[], false]);
			for (let n = 0; n < 3; n++) outbox.pump();
			// The third is made and waits.
			expect(made).toEqual(["a=1", "b=2", "c=3"]);
			link.inFlight.shift()?.onDone();
			outbox.pump();
			expect(made).toEqual(["a=1", "b=2", "c=3", "d=4"]);
			link.acknowledgeAll();
			expect(sentBy(link)).toEqual(["a=1", "b=2", "c=3", "d=4", "e=5"]);
			expect([made.length, outbox.empty]).toEqual([5, true]);
		});

		test("sends what waits after it, whatever came first", () => {
			const { outbox, attach, put } = setUp();
			const link = attach(1);
			put("x=1");
			outbox.putSeries(series("a=1", "b=2").messages);
			put("y=1", "x=2");
			outbox.pump();
			link.acknowledgeAll();
			expect(sentBy(link)).toEqual(["a=1", "b=2", "x=2", "y=1"]);
		});

		test("begins again with a new one, and drops it with the link", () => {
			const { outbox, attach } = setUp();
			const link = attach(1);
			outbox.putSeries(series("a=1", "b=2").messages);
			outbox.pump();
			outbox.putSeries(series("c=1", "d=2").messages);
			link.acknowledgeAll();
			expect(sentBy(link)).toEqual(["a=1", "c=1", "d=2"]);
			outbox.putSeries(series("e=1", "f=2").messages);
			link.window = 0;
			outbox.pump();
			link.events.onClosed("connection-lost");
			const fresh = attach();
			outbox.pump();
			expect([fresh.sent, outbox.empty]).toEqual([[], true]);
			outbox.detach();
			outbox.putSeries(series("g=1").messages);
			expect(outbox.empty).toBe(true);
		});
	});

	test("brings the broker the last payload of every topic, through any link, however slow", () => {
		const step = fc.oneof(
			fc.record({ put: fc.constantFrom("a", "b", "c", "d") }),
			fc.constantFrom("pump", "acknowledge" as const),
		);
		fc.assert(
			fc.property(fc.integer({ min: 1, max: 3 }), fc.array(step, { maxLength: 60 }), (window, steps) => {
				const { outbox, attach, put, delivered } = setUp();
				const link = attach(window);
				const latest = new Map<string, string>();
				for (const [index, step] of steps.entries()) {
					if (step === "pump") outbox.pump();
					else if (step === "acknowledge") link.inFlight.shift()?.onDone();
					else {
						put(`${step.put}=${index}`);
						latest.set(step.put, String(index));
					}
				}
				outbox.pump();
				link.takeSent();
				link.acknowledgeAll();
				// What waited is bounded by the number of topics.
				expect(link.sent.length).toBeLessThanOrEqual(4);
				expect(outbox.empty).toBe(true);
				const broker = new Map(delivered.map((text) => text.split("=") as [string, string]));
				expect(broker).toEqual(latest);
			}),
		);
	});
});
