import { afterAll, beforeAll, expect, test } from "@jest/globals";
import { announcedEntities, ENTITIES } from "../../../src/homeassistant/entities";
import type { Started } from "../../helpers/run-start";
import { until } from "../../helpers/until";
import { type Announcement, CLIENT_ID, readAnnouncements } from "../announcement";
import { BUILDING_TIME, buildHouse, describeWithHouse, type House, leave } from "../house";
import { findDevice, registeredEntities, states } from "../view";

const WAIT = 90_000;

/** The ids that the design page promises. */
const PROMISED = ["battery_level", "battery_health", "battery_voltage", "battery_capacity", "range"];

/** What is announced to nobody who has not asked for it: whoever knows a car's number knows a lot about its owner. */
const WITHHELD: readonly string[] = ["vin"];
const EXPECTED = announcedEntities(WITHHELD);
/** Those that show a value of the car: the device's own live by other rules. */
const METRIC_IDS = ENTITIES.map(({ key }) => `${CLIENT_ID}_${key}`);

/** What Home Assistant makes of payloads that it does not show as they are. */
const SHOWN: Readonly<Record<string, string>> = { None: "unknown", ON: "on", OFF: "off" };

describeWithHouse(() => {
	let house: House;
	let device: Started | undefined;
	let announced: readonly Announcement[];

	const enabled = () =>
		announced.filter(
			({ document }) => document["enabled_by_default"] !== false && METRIC_IDS.includes(document.unique_id),
		);

	/** Waits until the states of all entities are as wanted. */
	const untilAll = (what: string, fits: (state: string | undefined) => boolean) =>
		until(`all entities ${what}`, async () => {
			const all = await states(house.owner);
			return enabled().every(({ entityId }) => fits(all.get(entityId)?.state));
		});

	/** Waits until Home Assistant shows what the broker has retained: the car goes on driving meanwhile. */
	const untilEqualToRetained = () =>
		until("states as retained", async () => {
			const retained = await house.broker.retained(`nissan_leaf/${CLIENT_ID}/+/state`);
			const all = await states(house.owner);
			return enabled().every(({ entityId, document }) => {
				const payload = retained.get(document.state_topic) ?? "None";
				return all.get(entityId)?.state === (SHOWN[payload] ?? payload);
			});
		});

	beforeAll(async () => {
		house = await buildHouse();
	}, BUILDING_TIME);

	afterAll(async () => {
		await leave(device, "SIGKILL");
		await house?.stop();
	});

	test(
		"a device that starts appears with all its entities, by the ids of the design page",
		async () => {
			device = await house.arrive();
			announced = await readAnnouncements(house.broker);
			expect(announced).toHaveLength(EXPECTED.length);
			const ids = announced.map(({ entityId }) => entityId);
			expect(ids).toEqual(expect.arrayContaining(PROMISED.map((id) => `sensor.nissan_leaf_${id}`)));

			await untilAll("exist", (state) => state !== undefined);
			const view = await findDevice(house.owner, CLIENT_ID);
			expect(view).toMatchObject({ name: "Nissan Leaf", manufacturer: "Nissan", model: "Leaf" });
			const registered = await registeredEntities(house.owner);
			expect(registered.size).toBe(EXPECTED.length);
			for (const { entityId, document } of announced) {
				expect(registered.get(document.unique_id)).toMatchObject({
					entity_id: entityId,
					device_id: view?.id,
					disabled_by: document["enabled_by_default"] === false ? "integration" : null,
					entity_category: document["entity_category"] ?? null,
				});
			}
		},
		WAIT,
	);

	test(
		"its values arrive, with unit and class",
		async () => {
			await untilEqualToRetained();
			const all = await states(house.owner);
			for (const id of PROMISED)
				expect(Number(all.get(`sensor.nissan_leaf_${id}`)?.state)).toBeGreaterThan(0);
			for (const { entityId, document } of enabled()) {
				const attributes = all.get(entityId)?.attributes;
				for (const key of ["device_class", "state_class", "unit_of_measurement"]) {
					expect([entityId, key, attributes?.[key]]).toEqual([entityId, key, document[key]]);
				}
			}
		},
		WAIT,
	);

	test.each(["SIGKILL", "SIGINT"] as const)(
		"leaving by %s makes all unavailable, and coming back brings the values",
		async (signal) => {
			await leave(device, signal);
			await untilAll("unavailable", (state) => state === "unavailable");
			device = await house.arrive();
			await untilAll("available", (state) => state !== "unavailable");
			await untilEqualToRetained();
		},
		WAIT,
	);

	test(
		"a restarted Home Assistant has all back, with the car and without",
		async () => {
			await house.restart();
			await untilEqualToRetained();
			await leave(device, "SIGINT");
			await untilAll("unavailable", (state) => state === "unavailable");
			await house.restart();
			await untilAll("unavailable again", (state) => state === "unavailable");
			device = await house.arrive();
			await untilEqualToRetained();
			expect((await registeredEntities(house.owner)).size).toBe(EXPECTED.length);
		},
		WAIT,
	);

	test(
		"removed by its owner it is gone, from the broker too, and comes back with the car",
		async () => {
			await leave(device, "SIGINT");
			const view = await findDevice(house.owner, CLIENT_ID);
			for (const config_entry_id of view?.config_entries ?? []) {
				const which = { device_id: view?.id, config_entry_id };
				await house.owner.call("config/device_registry/remove_config_entry", which);
			}
			await until("the device is gone", async () => !(await findDevice(house.owner, CLIENT_ID)));
			await until("its documents are gone", async () => (await readAnnouncements(house.broker)).length === 0);
			expect((await registeredEntities(house.owner)).size).toBe(0);
			device = await house.arrive();
			await untilEqualToRetained();
		},
		WAIT,
	);

	test(
		"emptied documents remove entities and device",
		async () => {
			await leave(device, "SIGINT");
			for (const { topic } of announced) await house.broker.publish(topic, "");
			await until("all are gone", async () => (await registeredEntities(house.owner)).size === 0);
			await until("the device is gone", async () => !(await findDevice(house.owner, CLIENT_ID)));
		},
		WAIT,
	);

	test(
		"nothing of all this was worth a warning; a document with a mistake is",
		async () => {
			expect(house.home.takeComplaints()).toEqual([]);
			const [first] = announced;
			const wrong = { ...first?.document, device_class: "no such class" };
			await house.broker.publish(first?.topic ?? "", JSON.stringify(wrong));
			const complaints = await until("a complaint", () => {
				const found = house.home.takeComplaints();
				return found.length > 0 ? found : undefined;
			});
			expect(complaints.join()).toContain("no such class");
		},
		WAIT,
	);
});
