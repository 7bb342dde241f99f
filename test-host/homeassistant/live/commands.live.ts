import { afterAll, beforeAll, expect, test } from "@jest/globals";
import type { Started } from "../../helpers/run-start";
import { until } from "../../helpers/until";
import { CLIENT_ID } from "../announcement";
import { BUILDING_TIME, buildHouse, describeWithHouse, type House, leave } from "../house";
import { findDevice, states } from "../view";

const WAIT = 90_000;
const INTERVAL = "number.nissan_leaf_publish_interval";

describeWithHouse(() => {
	let house: House;
	let device: Started;

	const press = (button: string) =>
		house.owner.call("call_service", {
			...{ domain: "button", service: "press" },
			target: { entity_id: `button.nissan_leaf_${button}` },
		});
	const stateOf = async (entityId: string) => (await states(house.owner)).get(entityId)?.state;
	const untilState = (entityId: string, state: string) =>
		until(`${entityId} is ${state}`, async () => (await stateOf(entityId)) === state);
	const obeyed = (command: string) =>
		device.line(({ event, name }) => event === "command" && name === command);

	beforeAll(async () => {
		house = await buildHouse();
		device = await house.arrive("--keep-values");
	}, BUILDING_TIME);

	afterAll(async () => {
		await leave(device, "SIGKILL");
		await house?.stop();
	});

	test(
		"buttons that are pressed reach the device",
		async () => {
			await untilState(INTERVAL, "5");
			await press("refresh");
			await obeyed("refresh");
			await press("identify");
			await obeyed("identify");
		},
		WAIT,
	);

	test(
		"the publish interval is set as a number, and shown as the device took it",
		async () => {
			await house.owner.call("call_service", {
				...{ domain: "number", service: "set_value", service_data: { value: 30 } },
				target: { entity_id: INTERVAL },
			});
			await untilState(INTERVAL, "30");
			await obeyed("publish_interval");
		},
		WAIT,
	);

	test(
		"values that are to be kept stay while the car is away; those of the moment, and the buttons, do not",
		async () => {
			await untilState("binary_sensor.nissan_leaf_connection", "on");
			const level = await stateOf("sensor.nissan_leaf_battery_level");
			expect(Number(level)).toBeGreaterThan(0);
			await leave(device, "SIGKILL");
			await untilState("binary_sensor.nissan_leaf_connection", "off");
			await untilState("sensor.nissan_leaf_battery_power", "unavailable");
			expect(await stateOf("button.nissan_leaf_refresh")).toBe("unavailable");
			expect(await stateOf("sensor.nissan_leaf_battery_level")).toBe(level);
			expect(Date.parse((await stateOf("sensor.nissan_leaf_last_update")) ?? "")).toBeLessThan(Date.now());
			device = await house.arrive("--keep-values");
			await untilState("binary_sensor.nissan_leaf_connection", "on");
		},
		WAIT,
	);

	test(
		"a device that is told to remove itself is gone",
		async () => {
			await house.broker.tell(`nissan_leaf/${CLIENT_ID}/remove/set`, "REMOVE");
			await until("the device is gone", async () => !(await findDevice(house.owner, CLIENT_ID)));
			await until(
				"nothing is left at the broker",
				async () => (await house.broker.retained("nissan_leaf/#")).size === 0,
			);
			expect(house.home.takeComplaints()).toEqual([]);
		},
		WAIT,
	);
});
