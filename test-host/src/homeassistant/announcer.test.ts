import { describe, expect, test } from "@jest/globals";
import fc from "fast-check";
import { AnnouncementRecord } from "../../../src/homeassistant/announcement-record";
import { Announcer, type AnnouncerOptions } from "../../../src/homeassistant/announcer";
import { announcedEntities, ENTITIES } from "../../../src/homeassistant/entities";
import * as topics from "../../../src/homeassistant/topics";
import { HomeAssistantModel } from "../../helpers/home-assistant-model";
import { MemoryStore } from "../../helpers/memory-store";
import { SAMPLE_DEVICE } from "../../helpers/sample-device";

const ALL = announcedEntities();
const DEVICE_TOPIC = "homeassistant/device/nissan_leaf_1eaf01/config";

type Choices = Partial<Omit<AnnouncerOptions, "store">>;

/** A device that is started again and again, its flash, and a Home Assistant that hears all of it. */
function setUp() {
	const store = new MemoryStore();
	const home = new HomeAssistantModel();
	const start = (choices: Choices = {}) =>
		new Announcer({ device: SAMPLE_DEVICE, form: "components", keepValues: false, store, ...choices });
	/** Lets the announcer say everything, in as many steps as it wants; `lost`: it breaks off after so many messages. */
	const announce = (announcer: Announcer, lost = Number.POSITIVE_INFINITY): number => {
		let count = 0;
		announcer.connected();
		do {
			for (const { topic, payload } of announcer.messages()) {
				if (++count > lost) return count;
				home.receive(topic, payload);
			}
			announcer.delivered();
		} while (announcer.pausing);
		return count;
	};
	/** What the publisher adds: a state for everything that has one. */
	const tellStates = (device = SAMPLE_DEVICE, withheld: readonly string[] = []) => {
		for (const { key, channel } of announcedEntities(withheld)) {
			if (channel === "state" || channel === "setting") home.receive(topics.stateTopic(device, key), "1");
		}
		home.receive(topics.dataTopic(device), "{}");
		home.receive(topics.availabilityTopic(device), "online");
	};
	const configs = () => [...home.retained.keys()].filter((topic) => topic.endsWith("/config"));
	/** The owner has changed every entity. */
	const customize = () => {
		for (const entity of home.registry.values()) entity.settings = `own ${entity.uniqueId}`;
	};
	return { store, home, start, announce, tellStates, configs, customize };
}

describe("the first announcement", () => {
	test("is one document for each entity, and nothing else", () => {
		const { home, start, announce, configs } = setUp();
		expect(announce(start())).toBe(ALL.length);
		expect(configs()).toEqual(ALL.map((entity) => topics.discoveryTopic(SAMPLE_DEVICE, entity)));
		expect(home.registry.size).toBe(ALL.length);
	});

	test("is the same every time, and writes to the flash but once", () => {
		const { store, start, announce } = setUp();
		const announcer = start();
		announce(announcer);
		const { writes } = store;
		expect([announce(announcer), announce(start())]).toEqual([ALL.length, ALL.length]);
		expect(store.writes).toBe(writes);
	});

	test("works without a store, and with nonsense in it", () => {
		const { store, start, announce, home } = setUp();
		announce(start({ store: undefined } as Choices));
		store.texts.set("announced", '[{"form":"telepathy"}]');
		announce(start());
		expect([home.registry.size, home.conflicts]).toEqual([ALL.length, []]);
	});
});

describe("another form", () => {
	test("loses nothing, there and back", () => {
		const { home, start, announce, configs, customize } = setUp();
		announce(start());
		customize();
		const before = [...home.registry.values()];
		announce(start({ form: "device" }));
		expect(configs()).toEqual([DEVICE_TOPIC]);
		expect([...home.registry.values()]).toEqual(before);
		announce(start());
		expect(configs()).toEqual(ALL.map((entity) => topics.discoveryTopic(SAMPLE_DEVICE, entity)));
		expect([...home.registry.values()]).toEqual(before);
		expect([home.conflicts, home.loaded.size]).toEqual([[], ALL.length]);
	});

	test("is found out by a firmware that has not kept what an older one announced", () => {
		const { home, start, announce, configs } = setUp();
		for (const entity of ENTITIES) {
			home.receive(topics.discoveryTopic(SAMPLE_DEVICE, entity), `{"unique_id":"old ${entity.key}"}`);
		}
		announce(start({ form: "device" }));
		expect(configs()).toEqual([DEVICE_TOPIC]);
	});

	test("is said in two steps, once", () => {
		const { start, announce } = setUp();
		announce(start());
		const announcer = start({ form: "device" });
		const step = () => [...announcer.messages()].map(({ topic, payload }) => [topic.split("/")[1], payload]);
		const farewells = step();
		expect(announcer.pausing).toBe(true);
		expect(farewells).toEqual(ALL.map(({ component }) => [component, '{"migrate_discovery":true}']));
		announcer.delivered();
		const [document, ...empty] = step();
		expect([document?.[0], announcer.pausing]).toEqual(["device", false]);
		expect(empty).toEqual(ALL.map(({ component }) => [component, ""]));
		announcer.delivered();
		expect(step()).toHaveLength(1);
	});

	test.each([1, 20, ALL.length - 1, ALL.length + 1, ALL.length + 10])(
		"also arrives when the connection breaks after %i messages, or the power",
		(lost) => {
			for (const restart of [false, true]) {
				const { home, start, announce, configs, customize } = setUp();
				announce(start());
				customize();
				const before = [...home.registry.values()];
				const announcer = start({ form: "device" });
				announce(announcer, lost);
				announce(restart ? start({ form: "device" }) : announcer);
				expect(configs()).toEqual([DEVICE_TOPIC]);
				expect([...home.registry.values()]).toEqual(before);
				expect(home.conflicts).toEqual([]);
			}
		},
	);

	test("and back, before it has arrived, leaves nothing behind either", () => {
		const { home, start, announce, configs } = setUp();
		announce(start());
		announce(start({ form: "device" }), ALL.length + 5);
		announce(start());
		expect(configs().sort()).toEqual(
			ALL.map((entity) => topics.discoveryTopic(SAMPLE_DEVICE, entity)).sort(),
		);
		expect([home.registry.size, home.conflicts]).toEqual([ALL.length, []]);
	});
});

describe.each(["components", "device"] as const)("what is no longer told (%s)", (form) => {
	test("disappears, with its state", () => {
		const { home, start, announce, tellStates, customize } = setUp();
		announce(start({ form }));
		tellStates();
		customize();
		announce(start({ form, withheld: ["vin", "refresh"] }));
		expect(home.registry.size).toBe(ALL.length - 2);
		expect([...home.registry.values()].every(({ settings }) => settings !== "")).toBe(true);
		expect([...home.retained.entries()].filter(([topic]) => /vin|refresh/.test(topic))).toEqual([]);
		if (form === "device") expect(home.retained.get(DEVICE_TOPIC)).not.toContain('"vin"');
	});

	test("comes back when it is wanted again", () => {
		const { home, start, announce } = setUp();
		announce(start({ form, withheld: ["vin"] }));
		announce(start({ form }));
		expect(home.registry.size).toBe(ALL.length);
	});

	test("goes together with a change of the form", () => {
		const { home, start, announce } = setUp();
		announce(start({ form }));
		announce(start({ form: form === "device" ? "components" : "device", withheld: ["vin"] }));
		expect([home.registry.size, home.loaded.size, home.conflicts]).toEqual([
			ALL.length - 1,
			ALL.length - 1,
			[],
		]);
	});

	test.each([
		["client id", { clientId: "leaf-7" }],
		["topic prefix", { topicPrefix: "cars" }],
		["discovery prefix", { discoveryPrefix: "ha" }],
	])("leaves nothing under the old %s", (_what, change) => {
		const { home, start, announce, tellStates } = setUp();
		announce(start({ form }));
		tellStates();
		const device = { ...SAMPLE_DEVICE, ...change };
		announce(start({ form, device }));
		tellStates(device);
		const fresh = setUp();
		fresh.announce(fresh.start({ form, device }));
		fresh.tellStates(device);
		expect(new Map(home.retained)).toEqual(fresh.home.retained);
	});

	test("is everything when the device is removed", () => {
		const { home, start, announce, tellStates } = setUp();
		announce(start({ form: "components", withheld: [] }));
		const announcer = start({ form, withheld: ["vin"] });
		tellStates();
		for (const { topic, payload } of announcer.removal()) home.receive(topic, payload);
		announcer.removed();
		expect([home.retained.size, home.registry.size]).toEqual([0, 0]);
		announce(start({ form }));
		expect(home.registry.size).toBe(ALL.length);
	});
});

test("whatever is stored as the record, it is read or not, and never thrown at", () => {
	const read = (text: string) => {
		const store = new MemoryStore();
		store.texts.set("announced", text);
		return new AnnouncementRecord(store).read();
	};
	fc.assert(fc.property(fc.oneof(fc.json(), fc.string()), (text) => void read(text)));
	const good = { topicPrefix: "p", discoveryPrefix: "d", clientId: "c", form: "device", entities: [] };
	expect(read(JSON.stringify([good]))).toEqual([good]);
	for (const [key, value] of [
		...[
			["topicPrefix", 1],
			["form", "none"],
			["entities", [{ key: "soc" }]],
			["entities", "soc"],
		],
	] as const) {
		expect(read(JSON.stringify([{ ...good, [String(key)]: value }]))).toBeUndefined();
	}
});
