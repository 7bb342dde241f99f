import { afterEach, describe, expect, test } from "@jest/globals";
import { CanTcp } from "../../modules/can-tcp/can-tcp";
import { App } from "../../src/app";
import type { OpenCanBus } from "../../src/can/can-bus";
import type { AppEvent, ValuesEvent } from "../../src/event";
import { parseSettings } from "../../src/settings/settings";
import { fakeLinks } from "../helpers/fake-link";
import { MemoryStore } from "../helpers/memory-store";
import { builtInCar } from "./car-story";
import { computerClock } from "./computer-clock";
import { NodeTCP } from "./node-tcp";
import { SlcanCar } from "./slcan-car";

const DEVICE = {
	...{ topicPrefix: "p", discoveryPrefix: "ha", clientId: "id" },
	...{ deviceName: "Nissan Leaf", model: "Leaf", firmwareVersion: "1" },
};
const PATIENCE = 20_000;

const endings: (() => void)[] = [];
afterEach(() => {
	for (const end of endings.splice(0).reverse()) end();
});

async function startCar(name: string): Promise<SlcanCar> {
	const car = await SlcanCar.start({ traffic: { car: builtInCar(name), speed: 1 }, clock: computerClock });
	endings.push(() => car.stop());
	return car;
}

/** The application on a computer's own clock, with the car at the other end of a TCP connection. */
function startApp(port: number, settings: object): AppEvent[] {
	const openCan: OpenCanBus = (accept, { onFrame, onFault }) =>
		CanTcp.open({
			...{ host: "127.0.0.1", port, socket: { io: NodeTCP }, bitrate: 500_000, accept, onFrame },
			...{ onError: onFault, now: computerClock.monotonic },
		});
	const parsed = parseSettings(JSON.stringify({ version: 1, mqtt: { host: "broker" }, car: settings }));
	if ("errors" in parsed) throw new Error(JSON.stringify(parsed.errors));
	const events: AppEvent[] = [];
	const links = fakeLinks();
	const app = new App(parsed.settings, DEVICE, {
		...{ clock: computerClock, random: () => 0.5, openMqtt: links.open, openCan, store: new MemoryStore() },
		system: { restart: () => {}, identify: () => {} },
		report: (event) => void events.push(event),
	});
	app.start();
	endings.push(() => app.stop(() => {}));
	return events;
}

async function until(condition: () => boolean, what: string): Promise<void> {
	for (const end = Date.now() + PATIENCE; !condition(); ) {
		if (Date.now() > end) throw new Error(`${what} did not come`);
		await new Promise((resolve) => setTimeout(resolve, 20));
	}
}

const valuesIn = (events: readonly AppEvent[]) =>
	events.filter((event): event is ValuesEvent => event.event === "values").at(-1)?.values ?? {};
const faultsIn = (events: readonly AppEvent[]) =>
	events.flatMap((event) => (event.event === "fault" ? [event.reason] : []));
const FIRST = ["soc", "health", "voltage", "capacity", "range"] as const;
const isComplete = (events: readonly AppEvent[]) => {
	const values = valuesIn(events);
	return FIRST.every((key) => values[key] !== undefined);
};

describe("over a TCP connection", () => {
	test("the car on EV-CAN is read by listening alone", async () => {
		const car = await startCar("aze0-24");
		const events = startApp(car.port, { bus: "ev-can", diagnostics: false });
		await until(() => isComplete(events), "the complete set");
		expect(faultsIn(events)).toEqual([]);
	});

	test("a car behind its gateway is asked, and answers", async () => {
		const car = await startCar("ze1-40");
		const events = startApp(car.port, { bus: builtInCar("ze1-40").bus });
		await until(() => isComplete(events), "the complete set");
		expect(faultsIn(events)).toEqual([]);
	});

	test("a connection that is cut is told, and made again", async () => {
		const car = await startCar("aze0-24");
		const events = startApp(car.port, { bus: "ev-can" });
		await until(() => isComplete(events), "the complete set");
		car.cut();
		await until(() => faultsIn(events).includes("restarted"), "the connection");
		expect(faultsIn(events)).toEqual(["connection-lost", "restarted"]);
		const { frames } = events.filter((event): event is ValuesEvent => event.event === "values").at(-1) ?? {};
		const heard = () => events.some((event) => event.event === "values" && event.frames > (frames ?? 0) + 50);
		await until(heard, "another frame");
	});
});
