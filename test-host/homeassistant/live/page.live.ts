import { setTimeout as sleep } from "node:timers/promises";
import { afterAll, beforeAll, describe, expect, test } from "@jest/globals";
import { until } from "../../helpers/until";
import { CLIENT_ID, readAnnouncements } from "../announcement";
import { BUILDING_TIME, buildHouse, describeWithHouse, type House, leave } from "../house";
import { inOlderSyntax } from "../older-syntax";
import { BLUEPRINT, blocksFor, indented, PAGE } from "../page";
import { states } from "../view";

const LEVEL = "sensor.nissan_leaf_battery_level";
const HEALTH = "sensor.nissan_leaf_battery_health";
const PLUGGED = "binary_sensor.nissan_leaf_plugged_in";
const CHARGING = "binary_sensor.nissan_leaf_charging";
const WALLBOX = "switch.wallbox";
const LIMIT = "input_number.leaf_health_limit";
const WAIT = 60_000;

/** What the page waits for is waited for a second only. */
const automations = blocksFor("automation")
	.map(inOlderSyntax)
	.map((text) => text.replace(/for: "[0-9:]+"/, 'for: "00:00:01"'));
/** Longer than that, ms. */
const LONG_ENOUGH = 2000;
const cards = blocksFor("dashboard card").map((text) => indented(text, "- "));

/** The configuration folder of an owner who has followed the page. */
const FILES = {
	"configuration.yaml": [
		"automation: !include automations.yaml",
		...blocksFor("configuration.yaml"),
		"lovelace:",
		"  dashboards:",
		"    my-leaf: { mode: yaml, title: Leaf, filename: leaf.yaml }",
	].join("\n"),
	"automations.yaml": automations.map((text) => indented(text, "- ")).join("\n"),
	"blueprints/automation/leafcast/leafcast-charge-to.yaml": inOlderSyntax(BLUEPRINT),
	"leaf.yaml": `views:\n  - title: Leaf\n    cards:\n${cards.map((text) => indented(text, "      ")).join("\n")}`,
};

/** Stand in for what a device may not announce; and the owner's charger. */
const OTHERS: Readonly<Record<string, { topic: string; name: string; [key: string]: unknown }>> = {
	[PLUGGED]: binary("plugged", "Plugged in", "plug"),
	[CHARGING]: binary("charging", "Charging", "battery_charging"),
	[WALLBOX]: {
		topic: "homeassistant/switch/wallbox/config",
		...{ name: "Wallbox", unique_id: "wallbox", command_topic: "wallbox/set" },
	},
};

function binary(metric: string, name: string, device_class: string) {
	return {
		topic: `homeassistant/binary_sensor/${CLIENT_ID}/${metric}/config`,
		...{ name, device_class, unique_id: `${CLIENT_ID}_${metric}` },
		state_topic: `nissan_leaf/${CLIENT_ID}/${metric}/state`,
		availability_topic: `nissan_leaf/${CLIENT_ID}/availability`,
		device: { identifiers: [CLIENT_ID], name: "Nissan Leaf" },
	};
}

describeWithHouse(() => {
	let house: House;
	/** Where the states of the entities are published. */
	let topics: ReadonlyMap<string, string>;

	const state = async (entityId: string) => (await states(house.owner)).get(entityId)?.state;

	const comeAndGo = (availability: "online" | "offline") =>
		house.broker.publish(`nissan_leaf/${CLIENT_ID}/availability`, availability);

	/** The car says something, and Home Assistant has heard it. */
	const say = async (entityId: string, payload: string) => {
		await house.broker.publish(topics.get(entityId) ?? "", payload);
		await until(`${entityId} is ${payload}`, async () => (await state(entityId)) === payload.toLowerCase());
	};

	const turn = (service: "turn_on" | "turn_off", entity_id = WALLBOX) =>
		house.owner.call("call_service", { domain: "switch", service, target: { entity_id } });

	const untilState = (entityId: string, wanted: string) =>
		until(`${entityId} is ${wanted}`, async () => (await state(entityId)) === wanted);

	/** Titles and messages of what the bell in the sidebar shows, which it then shows no more. */
	const takeNotifications = async () => {
		type Notification = { notification_id: string; title: string; message: string };
		const found = await house.owner.call<Notification[]>("persistent_notification/get");
		const dismiss = { domain: "persistent_notification", service: "dismiss" };
		for (const { notification_id } of found) {
			await house.owner.call("call_service", { ...dismiss, service_data: { notification_id } });
		}
		return found.map(({ title, message }) => `${title}: ${message}`);
	};

	const untilNotified = () =>
		until("a notification", async () => {
			const found = await takeNotifications();
			return found.length > 0 ? found : undefined;
		});

	beforeAll(async () => {
		house = await buildHouse();
		await leave(await house.arrive(), "SIGINT");
		const announced = new Set((await readAnnouncements(house.broker)).map(({ entityId }) => entityId));
		for (const [id, { topic, ...document }] of Object.entries(OTHERS)) {
			if (!announced.has(id)) await house.broker.publish(topic, JSON.stringify(document));
			await until(`${id} exists`, async () => (await state(id)) !== undefined);
		}
		const all = await readAnnouncements(house.broker);
		topics = new Map(all.map(({ entityId, document }) => [entityId, document.state_topic]));
		house.home.configure(FILES);
		await house.restart();
		await comeAndGo("online");
	}, BUILDING_TIME);

	afterAll(() => house?.stop());

	/** A quiet afternoon: half full, not plugged in, nothing to tell. */
	const calm = async () => {
		await say(CHARGING, "OFF");
		await say(PLUGGED, "OFF");
		await say(LEVEL, "60");
		await turn("turn_off");
		await untilState(WALLBOX, "off");
		await takeNotifications();
	};

	test(
		"every entity on the page exists, and every automation is on",
		async () => {
			const named = new Set(PAGE.match(/\b(binary_sensor|sensor|input_number)\.(nissan_)?leaf_[a-z0-9_]+/g));
			expect(named.size).toBeGreaterThan(6);
			await calm();
			const all = await states(house.owner);
			for (const id of named) expect([id, all.has(id)]).toEqual([id, true]);
			const loaded = [...all].filter(([id]) => id.startsWith("automation."));
			expect(loaded.map(([, { state }]) => state)).toEqual(automations.map(() => "on"));
		},
		WAIT,
	);

	describe("battery low", () => {
		test(
			"reminds of a car that is not plugged in",
			async () => {
				await calm();
				await say(LEVEL, "19.5");
				expect(await untilNotified()).toEqual(["Leaf battery low: 19.5 % left, and not plugged in."]);
			},
			WAIT,
		);

		test(
			"reminds again when the car comes home",
			async () => {
				await calm();
				await say(LEVEL, "18");
				await untilNotified();
				await comeAndGo("offline");
				await untilState(LEVEL, "unavailable");
				await comeAndGo("online");
				expect(await untilNotified()).toEqual(["Leaf battery low: 18 % left, and not plugged in."]);
			},
			WAIT,
		);

		test(
			"says nothing of one that is",
			async () => {
				await calm();
				await say(PLUGGED, "ON");
				await say(LEVEL, "19.5");
				await sleep(LONG_ENOUGH);
				expect(await takeNotifications()).toEqual([]);
			},
			WAIT,
		);
	});

	test(
		"charge when home and low: plugged in below 50 %, or fallen below it while plugged in",
		async () => {
			await calm();
			await say(LEVEL, "49.5");
			expect(await state(WALLBOX)).toBe("off");
			await say(PLUGGED, "ON");
			await untilState(WALLBOX, "on");

			await calm();
			await say(PLUGGED, "ON");
			expect(await state(WALLBOX)).toBe("off");
			await say(LEVEL, "49");
			await untilState(WALLBOX, "on");
		},
		WAIT,
	);

	test(
		"charge finished",
		async () => {
			await calm();
			await say("sensor.nissan_leaf_range", "118");
			await say(CHARGING, "ON");
			await say(LEVEL, "79");
			await say(CHARGING, "OFF");
			expect(await untilNotified()).toEqual(["Leaf charge finished: 79 %, good for 118 km."]);
		},
		WAIT,
	);

	test(
		"health dropped: each percent is told once",
		async () => {
			await calm();
			await say(HEALTH, "86");
			const value = { entity_id: LIMIT, value: 86 };
			await house.owner.call("call_service", {
				domain: "input_number",
				service: "set_value",
				service_data: value,
			});
			await say(HEALTH, "85.4");
			expect(await untilNotified()).toEqual(["Leaf health dropped: The battery is at 85.4 % of a new one."]);
			await untilState(LIMIT, "85.0");
			await say(HEALTH, "85.1");
			await say(HEALTH, "84");
			expect(await untilNotified()).toEqual(["Leaf health dropped: The battery is at 84 % of a new one."]);
			await untilState(LIMIT, "84.0");
		},
		WAIT,
	);

	test(
		"the blueprint ends the charge at its level, and at once above it",
		async () => {
			await calm();
			await turn("turn_on");
			await untilState(WALLBOX, "on");
			await say(LEVEL, "79.5");
			expect(await state(WALLBOX)).toBe("on");
			await say(LEVEL, "80");
			await untilState(WALLBOX, "off");
			await turn("turn_on");
			await untilState(WALLBOX, "off");
		},
		WAIT,
	);

	test("the dashboard card is read as cards of entities that exist", async () => {
		const config = await house.owner.call<object>("lovelace/config", { url_path: "my-leaf" });
		expect(config).toMatchObject({ views: [{ cards: cards.map(() => ({ type: "vertical-stack" })) }] });
		const entities = [...JSON.stringify(config).matchAll(/"entity":"([^"]+)"/g)].map(([, id]) => id);
		expect(entities.length).toBeGreaterThan(5);
		const all = await states(house.owner);
		for (const id of entities) expect([id, all.has(id ?? "")]).toEqual([id, true]);
	});

	test("none of it was worth a warning", () => {
		expect(house.home.takeComplaints()).toEqual([]);
	});
});
