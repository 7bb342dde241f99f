import { describe, expect, test } from "@jest/globals";
import type { AppEvent } from "../../../src/event";
import { announcedEntities } from "../../../src/homeassistant/entities";
import { Telemetry, type TelemetryOptions } from "../../../src/telemetry/telemetry";
import type { MetricValues, Snapshot } from "../../../src/vehicle/snapshot";
import { fakeLinks } from "../../helpers/fake-link";
import { ManualClock } from "../../helpers/manual-clock";
import { MemoryStore } from "../../helpers/memory-store";
import { SAMPLE_DEVICE } from "../../helpers/sample-device";

const ROOT = "nissan_leaf/nissan_leaf_1eaf01";
const ALL = announcedEntities();

const snapshot = (values: MetricValues): Snapshot => ({
	...{ values, ages: {}, newest: 0, complete: false, sessionId: "s" },
});

/** A device online with everything said, and a way to tell it something. */
function setUp(more: Partial<TelemetryOptions> = {}) {
	const store = new MemoryStore();
	const clock = new ManualClock(Date.UTC(2026, 5, 1));
	const { open, links, latest } = fakeLinks();
	const events: AppEvent[] = [];
	const obeyed: string[] = [];
	const boot = (options: Partial<TelemetryOptions> = {}) => {
		const telemetry = new Telemetry({
			...{ clock, store, openMqtt: open, device: SAMPLE_DEVICE, qos: 1, random: () => 0.5 },
			report: (event) => void events.push(event),
			onCommand: (name) => void obeyed.push(name),
			...options,
		});
		telemetry.start();
		return telemetry;
	};
	const goOnline = () => {
		latest().events.onOpen(false);
		latest().acknowledgeAll();
	};
	const tell = (command: string, payload: string, flags = {}) => {
		const topic = `${ROOT}/${command}/set`;
		latest().events.onMessage({ topic, payload, qos: 1, retain: false, dup: false, ...flags });
	};
	const telemetry = boot(more);
	goOnline();
	telemetry.update(snapshot({ soc: 50 }), 0);
	latest().acknowledgeAll();
	latest().takeSent();
	events.length = 0;
	return { telemetry, store, clock, links, latest, events, obeyed, boot, goOnline, tell };
}

describe("a command", () => {
	test("is listened for at QoS 1, all of them with one subscription", () => {
		expect(setUp().latest().subscriptions).toEqual(["homeassistant/status", `${ROOT}/+/set`]);
	});

	test("to refresh has every value said again at once", () => {
		const { latest, tell } = setUp();
		tell("refresh", "PRESS");
		latest().acknowledgeAll();
		const topics = latest()
			.takeSent()
			.map(([topic]) => topic);
		const states = ["publish_interval", "soc", "last_update"].map((key) => `${ROOT}/${key}/state`);
		expect(topics).toEqual([`${ROOT}/availability`, ...states, `${ROOT}/data`]);
	});

	test("that is not telemetry's is handed on, and reported", () => {
		const { tell, obeyed, events } = setUp();
		tell("identify", "PRESS");
		tell("restart", "PRESS");
		expect(obeyed).toEqual(["identify", "restart"]);
		expect(events).toEqual(obeyed.map((name) => ({ event: "command", name })));
	});

	test("that is retained is ignored: it was meant for its moment", () => {
		const { tell, obeyed, events, latest } = setUp();
		tell("restart", "PRESS", { retain: true });
		tell("remove", "REMOVE", { retain: true });
		expect([obeyed, events, latest().takeSent()]).toEqual([[], [], []]);
	});

	test("that the broker has kept for us is too late, but for those that always hold", () => {
		const { tell, latest, clock, obeyed, events } = setUp();
		latest().events.onClosed("connection-lost");
		clock.advance(1250);
		latest().events.onOpen(true);
		latest().acknowledgeAll();
		events.length = 0;
		clock.advance(2999);
		tell("restart", "PRESS");
		tell("remove", "REMOVE");
		tell("publish_interval", "60");
		expect([obeyed, latest().closed]).toEqual([[], false]);
		expect(events).toEqual([
			{ event: "command", name: "restart", late: true },
			{ event: "command", name: "remove", late: true },
			{ event: "command", name: "publish_interval" },
		]);
		expect(latest().takeSent()).toContainEqual([`${ROOT}/publish_interval/state`, "60"]);
		clock.advance(1);
		tell("restart", "PRESS");
		expect(obeyed).toEqual(["restart"]);
	});

	test("that means nothing is counted, and nothing more", () => {
		const { tell, obeyed, events, latest } = setUp();
		tell("restart", "now");
		tell("unlock", "PRESS");
		tell("publish_interval", "1");
		expect(events).toEqual([1, 2, 3].map((ignored) => ({ event: "command", ignored })));
		expect([obeyed, latest().takeSent()]).toEqual([[], []]);
	});
});

test("everything is published again as often as the settings say", () => {
	const { clock, latest, boot, goOnline } = setUp();
	boot({ publishing: { refresh: 60, interval: 5 } });
	goOnline();
	latest().takeSent();
	clock.advance(59_999);
	expect(latest().takeSent()).toEqual([]);
	clock.advance(1);
	expect(latest().takeSent()).not.toEqual([]);
});

describe("the publish interval", () => {
	test("holds from the next value on, and is told back", () => {
		const { telemetry, latest, tell } = setUp();
		tell("publish_interval", "60");
		expect(latest().takeSent()).toEqual([[`${ROOT}/publish_interval/state`, "60"]]);
		telemetry.update(snapshot({ soc: 51 }), 59_999);
		expect(latest().takeSent()).toEqual([]);
		telemetry.update(snapshot({ soc: 51 }), 60_000);
		expect(latest().takeSent()[0]).toEqual([`${ROOT}/soc/state`, "51"]);
	});

	test("outlives a restart, and is written only when it changes", () => {
		const { store, tell, boot, goOnline, latest } = setUp();
		const { writes } = store;
		tell("publish_interval", "60");
		tell("publish_interval", "60");
		expect(store.writes).toBe(writes + 1);
		boot();
		goOnline();
		expect(latest().takeSent()).toContainEqual([`${ROOT}/publish_interval/state`, "60"]);
	});

	test("is what the settings say, until Home Assistant says otherwise and after the settings have changed", () => {
		const { tell, boot, goOnline, latest } = setUp();
		const told = (interval: number) => {
			boot({ publishing: { refresh: 300, interval } });
			goOnline();
			return latest()
				.takeSent()
				.find(([topic]) => topic === `${ROOT}/publish_interval/state`)?.[1];
		};
		expect(told(10)).toBe("10");
		tell("publish_interval", "60");
		expect([told(10), told(20), told(10)]).toEqual(["60", "20", "10"]);
	});

	test("is five seconds at first, and when nonsense is stored", () => {
		for (const stored of ["", "2", "x", "2/5", "x/5", "60/"]) {
			const store = new MemoryStore();
			store.texts.set("interval", stored);
			const { boot, goOnline, latest } = setUp();
			boot({ store });
			goOnline();
			expect(latest().takeSent()).toContainEqual([`${ROOT}/publish_interval/state`, "5"]);
		}
	});
});

describe("the last update", () => {
	test("is told to the minute, with what is news and every five minutes", () => {
		const { telemetry, latest, clock } = setUp();
		const lastUpdates = (value: number) => {
			clock.advance(30_000);
			const now = clock.monotonic();
			telemetry.update({ ...snapshot({ soc: value }), newest: now }, now);
			latest().acknowledgeAll();
			const sent = latest().takeSent();
			return sent.filter(([topic]) => topic === `${ROOT}/last_update/state`).map(([, payload]) => payload);
		};
		expect(lastUpdates(51)).toEqual([]);
		expect(lastUpdates(52)).toEqual(["2026-06-01T00:01:00.000Z"]);
		for (let halves = 2; halves < 9; halves++) expect(lastUpdates(52)).toEqual([]);
		expect(lastUpdates(52)).toEqual(["2026-06-01T00:04:00.000Z"]);
	});

	test("is not told without a clock", () => {
		const { boot, goOnline, latest } = setUp();
		const telemetry = boot({ clock: new ManualClock() });
		goOnline();
		telemetry.update(snapshot({ soc: 50 }), 0);
		const topics = latest().sent.map(({ topic }) => topic);
		expect(topics).toContain(`${ROOT}/soc/state`);
		expect(topics).not.toContain(`${ROOT}/last_update/state`);
	});
});

describe("another form of discovery", () => {
	const device = { homeAssistant: { discovery: "device", keepValues: false } } as const;

	test("gives Home Assistant ten seconds between letting go and the new document", () => {
		const { boot, goOnline, latest, clock } = setUp();
		boot(device);
		goOnline();
		const first = latest().takeSent();
		expect(first.filter(([, payload]) => payload.includes("migrate_discovery"))).toHaveLength(ALL.length);
		clock.advance(9999);
		latest().acknowledgeAll();
		expect(latest().takeSent()).toEqual([]);
		clock.advance(1);
		latest().acknowledgeAll();
		const second = latest().takeSent();
		expect(second[1]?.[0]).toBe("homeassistant/device/nissan_leaf_1eaf01/config");
		expect(second.filter(([, payload]) => payload === "")).toHaveLength(ALL.length);
	});

	test("is not said twice, and begins anew on a new connection", () => {
		const { boot, goOnline, latest, clock } = setUp();
		boot(device);
		goOnline();
		latest().events.onClosed("connection-lost");
		clock.advance(1000);
		goOnline();
		const migrating = () =>
			latest()
				.takeSent()
				.filter(([, payload]) => payload.includes("migrate_discovery"));
		expect(migrating()).toHaveLength(ALL.length);
		clock.advance(10_000);
		latest().acknowledgeAll();
		clock.advance(300_000);
		latest().acknowledgeAll();
		expect(migrating()).toEqual([]);
	});
});

describe("the removal of the device", () => {
	/** Everything that the broker keeps of what has been sent. */
	const retainedOf = (sent: readonly { topic: string; payload: string }[]) => {
		const kept = new Map(sent.map(({ topic, payload }) => [topic, payload]));
		return [...kept].filter(([, payload]) => payload !== "").map(([topic]) => topic);
	};

	test("leaves nothing at the broker, not even a will, and stays away", () => {
		const { telemetry, links, latest, tell, clock, events } = setUp();
		const everything = links.flatMap((link) => link.sent);
		const record = latest().publish.bind(latest());
		latest().publish = (message, onDone) => {
			everything.push(message);
			return record(message, onDone);
		};
		tell("refresh", "PRESS");
		tell("remove", "REMOVE");
		// What was under way comes first, and what the car says now is not told any more.
		telemetry.update(snapshot({ soc: 77 }), 60_000);
		latest().acknowledgeAll();
		expect(retainedOf(everything)).toEqual([]);
		expect([latest().closed, events.at(-1)]).toEqual([true, { event: "connection", state: "removed" }]);
		telemetry.update(snapshot({ soc: 78 }), 120_000);
		clock.advance(3_600_000);
		expect([links.length, retainedOf(everything), clock.pending]).toEqual([1, [], 0]);
	});

	test("is finished on the next connection when this one breaks, and after what was under way", () => {
		const { telemetry, latest, tell, clock, links } = setUp();
		telemetry.update(snapshot({ soc: 77 }), 60_000);
		tell("remove", "REMOVE");
		latest().events.onClosed("connection-lost");
		clock.advance(1250);
		latest().events.onOpen(true);
		expect(latest().takeSent()).toEqual([]);
		// The next link brings what the last one has left under way.
		links[0]?.acknowledgeAll();
		expect(latest().takeSent()[0]?.[1]).toBe("");
		latest().acknowledgeAll();
		expect([links.length, latest().closed]).toEqual([2, true]);
	});

	test("lasts until the next start", () => {
		const { latest, tell, boot, goOnline } = setUp();
		tell("remove", "REMOVE");
		latest().acknowledgeAll();
		boot();
		goOnline();
		expect(
			latest()
				.takeSent()
				.filter(([topic]) => topic.endsWith("/config")),
		).toHaveLength(ALL.length);
	});

	test("can be followed by a stop", () => {
		const { telemetry, latest, tell } = setUp();
		tell("remove", "REMOVE");
		latest().acknowledgeAll();
		latest().takeSent();
		let stopped = 0;
		telemetry.stop(() => stopped++);
		expect([stopped, latest().takeSent()]).toEqual([1, []]);
	});
});
