import { afterAll, beforeAll, expect, test } from "@jest/globals";
import { ENTITIES } from "../../../src/homeassistant/entities";
import { describeWith, needs } from "../../helpers/needs";
import { runStart, type Started } from "../../helpers/run-start";
import { configureMqtt } from "../configure-mqtt";
import { HomeAssistant } from "../home-assistant";
import { Owner } from "../owner";
import { findPython, pythonWithHomeAssistant } from "../python";
import { startTlsBroker, type TlsBroker } from "../tls-broker";
import { until } from "../until";
import { findDevice, registeredEntities, states } from "../view";

const CLIENT_ID = "nissan_leaf_1eaf01";
const CONFIGS = `homeassistant/+/${CLIENT_ID}/+/config`;
/** How long the packages may take to download, ms. */
const INSTALLATION = 600_000;
const WAIT = 90_000;

/** The ids that the design page promises. */
const PROMISED = ["battery_level", "battery_health", "battery_voltage", "battery_capacity", "range"];

/** What Home Assistant is told of one entity, and where. */
interface Announced {
	readonly topic: string;
	readonly entityId: string;
	readonly document: Readonly<Record<string, unknown>> & {
		readonly unique_id: string;
		readonly state_topic: string;
	};
}

const python = findPython();

needs("Python 3.11 with venv", python !== undefined, () =>
	describeWith("mosquitto", () => {
		let broker: TlsBroker;
		let home: HomeAssistant;
		let owner: Owner;
		let device: Started | undefined;
		let announced: readonly Announced[];

		const arrive = async () => {
			device = runStart(...broker.startArguments, "--car", "aze0-24");
			await device.line(({ event, missing }) => event === "delivered" && (missing as []).length === 0);
		};

		const leave = async (signal: "SIGINT" | "SIGKILL") => {
			device?.child.kill(signal);
			await device?.ended;
		};

		const readAnnounced = async (): Promise<readonly Announced[]> =>
			[...(await broker.retained(CONFIGS))].map(([topic, payload]) => {
				const document = JSON.parse(payload);
				const name = `${document.device.name} ${document.name}`.toLowerCase();
				return { topic, document, entityId: `${topic.split("/")[1]}.${name.replaceAll(/[^a-z0-9]+/g, "_")}` };
			});

		const enabled = () => announced.filter(({ document }) => document["enabled_by_default"] !== false);

		/** Waits until the states of all entities are as wanted. */
		const untilAll = (what: string, fits: (state: string | undefined) => boolean) =>
			until(`all entities ${what}`, async () => {
				const all = await states(owner);
				return enabled().every(({ entityId }) => fits(all.get(entityId)?.state));
			});

		/** Waits until Home Assistant shows what the broker has retained: the car goes on driving meanwhile. */
		const untilEqualToRetained = () =>
			until("states as retained", async () => {
				const retained = await broker.retained(`nissan_leaf/${CLIENT_ID}/+/state`);
				const all = await states(owner);
				return enabled().every(({ entityId, document }) => {
					const payload = retained.get(document.state_topic) ?? "None";
					const state = all.get(entityId)?.state;
					const shown = { None: "unknown", ON: "on", OFF: "off" }[payload] ?? payload;
					return state === shown;
				});
			});

		beforeAll(async () => {
			const prepared = await pythonWithHomeAssistant(python ?? "");
			broker = await startTlsBroker();
			home = await HomeAssistant.start(prepared);
			owner = await Owner.create(home.url);
			await configureMqtt(owner, broker);
		}, INSTALLATION);

		afterAll(async () => {
			await leave("SIGKILL");
			owner?.close();
			await home?.stop();
			await broker?.stop();
		});

		test(
			"a device that starts appears with all its entities, by the ids of the design page",
			async () => {
				await arrive();
				announced = await readAnnounced();
				expect(announced).toHaveLength(ENTITIES.length);
				const ids = announced.map(({ entityId }) => entityId);
				expect(ids).toEqual(expect.arrayContaining(PROMISED.map((id) => `sensor.nissan_leaf_${id}`)));

				await untilAll("exist", (state) => state !== undefined);
				const view = await findDevice(owner, CLIENT_ID);
				expect(view).toMatchObject({ name: "Nissan Leaf", manufacturer: "Nissan", model: "Leaf" });
				const registered = await registeredEntities(owner);
				expect(registered.size).toBe(ENTITIES.length);
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
				const all = await states(owner);
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
				await leave(signal);
				await untilAll("unavailable", (state) => state === "unavailable");
				await arrive();
				await untilAll("available", (state) => state !== "unavailable");
				await untilEqualToRetained();
			},
			WAIT,
		);

		test(
			"a restarted Home Assistant has all back, with the car and without",
			async () => {
				await home.restart();
				await untilEqualToRetained();
				await leave("SIGINT");
				await untilAll("unavailable", (state) => state === "unavailable");
				await home.restart();
				await untilAll("unavailable again", (state) => state === "unavailable");
				await arrive();
				await untilEqualToRetained();
				expect((await registeredEntities(owner)).size).toBe(ENTITIES.length);
			},
			WAIT,
		);

		test(
			"removed by its owner it is gone, from the broker too, and comes back with the car",
			async () => {
				await leave("SIGINT");
				const view = await findDevice(owner, CLIENT_ID);
				for (const config_entry_id of view?.config_entries ?? []) {
					const which = { device_id: view?.id, config_entry_id };
					await owner.call("config/device_registry/remove_config_entry", which);
				}
				await until("the device is gone", async () => (await findDevice(owner, CLIENT_ID)) === undefined);
				await until("its documents are gone", async () => (await broker.retained(CONFIGS)).size === 0);
				expect((await registeredEntities(owner)).size).toBe(0);
				await arrive();
				await untilEqualToRetained();
			},
			WAIT,
		);

		test(
			"emptied documents remove entities and device",
			async () => {
				await leave("SIGINT");
				for (const { topic } of announced) await broker.publish(topic, "");
				await until("all are gone", async () => (await registeredEntities(owner)).size === 0);
				await until("the device is gone", async () => (await findDevice(owner, CLIENT_ID)) === undefined);
			},
			WAIT,
		);

		test(
			"nothing of all this was worth a warning; a document with a mistake is",
			async () => {
				expect(home.takeComplaints()).toEqual([]);
				const [{ topic, document } = { topic: "", document: {} }] = announced;
				const wrong = { ...document, name: "Nissan Leaf level", device_class: "no such class" };
				await broker.publish(topic, JSON.stringify(wrong));
				const complaints = await until("a complaint", () => {
					const found = home.takeComplaints();
					return found.length > 0 ? found : undefined;
				});
				expect(complaints.join()).toContain("no such class");
			},
			WAIT,
		);
	}),
);
