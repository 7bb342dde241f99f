import { describe, expect, test } from "@jest/globals";
import { acceptanceFor } from "../../modules/mcp2515/acceptance";
import { App } from "../../src/app";
import type { AppEvent } from "../../src/event";
import type { CarBus } from "../../src/leaf/car-bus";
import { parseSettings, type Settings } from "../../src/settings/settings";
import { FLOW_CONTROL, REPLY, REQUEST } from "../helpers/aze0-reply";
import { FakeCanBus } from "../helpers/fake-can-bus";
import { fakeLinks } from "../helpers/fake-link";
import { ManualClock } from "../helpers/manual-clock";
import { MemoryStore } from "../helpers/memory-store";
import { formatFrame } from "../virtual/frame-text";

const DEVICE = {
	...{ topicPrefix: "p", discoveryPrefix: "ha", clientId: "id" },
	...{ deviceName: "Nissan Leaf", model: "Leaf", firmwareVersion: "1" },
};
/** 385.5 V and 0 A; the same with a wrong check sum. */
const PACK = "0x1DB#0000C0EA000002A9";
const BAD_PACK = "0x1DB#0000C0EA000002A8";
/** 649 GIDs, 91 % health. */
const CHARGE = "0x5BC#A24000F0B6000000";
const HEALTH_5B3 = "0x5B3#0000000000000000";

/** A clock that counts how often something it was set for is called off. */
class CountingClock extends ManualClock {
	cancelled = 0;

	override after(ms: number, callback: () => void): () => void {
		const cancel = super.after(ms, callback);
		return () => {
			this.cancelled += 1;
			cancel();
		};
	}
}

function settingsFor(car: Partial<Settings["car"]>, enabled: boolean): Settings {
	const mqtt = { enabled, host: "broker" };
	const parsed = parseSettings(JSON.stringify({ version: 2, mqtt, car }));
	if ("errors" in parsed) throw new Error(JSON.stringify(parsed.errors));
	return parsed.settings;
}

/** A started application; `chipAfter`: how many attempts to open the bus fail. */
function setUp({
	bus = "ev-can" as CarBus,
	diagnostics = true,
	chipAfter = 0,
	servePort = undefined as number | undefined,
	serverFailure = undefined as string | undefined,
	broker = true,
	car = {} as Partial<Settings["car"]>,
} = {}) {
	const clock = new CountingClock(Date.UTC(2026, 5, 1));
	const { open: openMqtt, latest: link } = fakeLinks();
	const events: AppEvent[] = [];
	const buses: FakeCanBus[] = [];
	/** What the board was told. */
	const board: string[] = [];
	/** When the bus was tried, ms. */
	const attempts: number[] = [];
	/** What is done with the server that shows the bus. */
	const served: string[] = [];
	const app = new App(
		settingsFor({ bus, diagnostics, ...(servePort !== undefined && { servePort }), ...car }, broker),
		DEVICE,
		{
			...{ clock, random: () => 0.5, openMqtt, report: (event) => void events.push(event) },
			store: new MemoryStore(),
			system: { restart: () => void board.push("restart"), identify: () => void board.push("identify") },
			openFrameServer: (port) => {
				served.push(`open ${port}`);
				if (serverFailure !== undefined) return { reason: serverFailure };
				return {
					frame: (frame) => void served.push(formatFrame(frame)),
					poll: () => void served.push("poll"),
					close: () => void served.push("close"),
				};
			},
			openCan: (accept, canEvents) => {
				if (attempts.push(clock.monotonic()) <= chipAfter) return { reason: "no-chip" };
				buses.push(new FakeCanBus(accept, canEvents));
				return buses.at(-1) as FakeCanBus;
			},
		},
	);
	app.start();
	const can = () => buses.at(-1) as FakeCanBus;
	/** Time passes on a bus on which frames are sent every 50 ms. */
	const live = (ms: number, ...frames: readonly string[]) => {
		for (let passed = 0; passed < ms; passed += 50) {
			can().hear(...frames);
			clock.advance(50);
		}
	};
	const of = <Name extends AppEvent["event"]>(name: Name) =>
		events.filter((event): event is Extract<AppEvent, { event: Name }> => event.event === name);
	return { app, clock, link, board, buses, can, attempts, events, served, live, of };
}

describe("the CAN controller", () => {
	test.each<[CarBus, readonly number[], readonly number[]]>([
		["ev-can", [0x1db, 0x55b, 0x5bc], [0x79b, 0x7bb, 0x797, 0x79a, 0x7df]],
		["car-can", [0x355, 0x5b3, 0x60d], [0x79b, 0x7bb, 0x797, 0x79a, 0x743, 0x763, 0x7df]],
		["obd-gateway", [], [0x79b, 0x7bb, 0x797, 0x79a, 0x743, 0x763, 0x7df]],
	])("always hears what matters most on %s, and every tester", (bus, always, replies) => {
		const { accept } = setUp({ bus }).can();
		expect(accept.always).toEqual(always);
		expect(new Set(accept.replies)).toEqual(new Set(replies));
		expect(acceptanceFor(accept)).toBeDefined();
	});

	test("that leaves the bus is a fault, and nothing is sent for ten minutes", () => {
		const { can, live, clock, of } = setUp();
		live(100, PACK);
		can().fail("bus-off");
		can().take();
		expect(of("fault")).toEqual([{ event: "fault", where: "can", reason: "bus-off" }]);
		live(590_000, PACK);
		expect(can().take()).toEqual([]);
		expect(of("values").at(-1)?.poll?.waits).toBe("bus-off");
		live(20_000, PACK);
		expect(can().take()).toContain("normal");
		clock.advance(1000);
	});

	test("tells its crystal when it has been opened", () => {
		const { app, clock } = setUp({ chipAfter: 1 });
		expect(app.crystal).toBeUndefined();
		clock.advance(10_000);
		expect(app.crystal).toBe(8_000_000);
	});

	test("that does not answer is a fault, and is tried again every ten seconds", () => {
		const { clock, attempts, of, live, can, link } = setUp({ chipAfter: 3 });
		expect(of("fault")).toEqual([{ event: "fault", where: "can", reason: "no-chip" }]);
		link().events.onOpen(false);
		clock.advance(29_999);
		expect([attempts, of("fault").length]).toEqual([[0, 10_000, 20_000], 3]);
		expect(of("values").at(-1)).toMatchObject({ values: {}, frames: 0 });
		clock.advance(60_001);
		expect([attempts, of("fault").length]).toEqual([[0, 10_000, 20_000, 30_000], 3]);
		live(1000, PACK);
		expect([can().closed, of("values").at(-1)?.values.voltage]).toEqual([false, 385.5]);
	});

	test("that never answers leaves nothing behind", () => {
		const { app, clock, attempts } = setUp({ chipAfter: Number.POSITIVE_INFINITY });
		clock.advance(3_600_000);
		expect(attempts).toHaveLength(361);
		app.stop(() => {});
		expect(clock.pending).toBe(0);
		expect(clock.cancelled).toBeLessThan(10);
	});
});

test("without a broker the car is watched all the same", () => {
	const { app, live, of, link } = setUp({ broker: false });
	live(1000, PACK);
	expect(of("values").at(-1)?.values.voltage).toBe(385.5);
	expect(of("connection")).toEqual([{ event: "connection", state: "disabled" }]);
	expect(link).toThrow();
	let stopped = false;
	app.stop(() => {
		stopped = true;
	});
	expect(stopped).toBe(true);
});

test("what the owner knows of the car counts", () => {
	const known = { generation: "AZE0", pack: 24 } as const;
	const range = (car: Partial<Settings["car"]>) => {
		const { live, of } = setUp({ car: { ...known, ...car } });
		live(1000, CHARGE);
		return of("values").at(-1)?.values.range as number;
	};
	expect(range({ consumption: 28.4 }) / range({ consumption: 14.2 })).toBeCloseTo(0.5, 1);
	const capacity = (car: Partial<Settings["car"]>) => {
		const { live, of } = setUp({ diagnostics: false, car: { ...known, ...car } });
		live(1000, CHARGE);
		return of("values").at(-1)?.values.capacity as number;
	};
	expect(capacity({ capacity: 132.5 }) / capacity({})).toBeCloseTo(2, 2);
});

describe("the bus", () => {
	test("is shown to nobody unless the owner wants it", () => {
		const { live, served } = setUp();
		live(1000, PACK);
		expect(served).toEqual([]);
	});

	test("is shown at the port of the settings: what was received, sent every 50 ms", () => {
		const { live, served, app } = setUp({ servePort: 3333 });
		live(100, PACK, BAD_PACK);
		app.stop(() => {});
		expect(served).toEqual(["open 3333", PACK, BAD_PACK, "poll", PACK, BAD_PACK, "poll", "close"]);
	});

	test("is heard whole while it is shown, but not where filters are needed for replies", () => {
		const nothing = { replies: [], always: [], inTurn: [] };
		expect(setUp({ servePort: 3333, diagnostics: false }).can().accept).toEqual(nothing);
		expect(setUp({ servePort: 3333 }).can().accept).toEqual(setUp().can().accept);
		expect(setUp({ diagnostics: false }).can().accept.always).toContain(0x1db);
		expect(acceptanceFor(nothing)?.masks).toEqual([0, 0]);
	});

	test("that cannot be shown yet, as there is no network, is tried again every second; after 10 attempts it is told, once", () => {
		const { live, served, of, app, clock } = setUp({ servePort: 3333, serverFailure: "listen-failed" });
		live(8950, PACK);
		expect(served).toEqual(Array(9).fill("open 3333"));
		expect(of("fault")).toEqual([]);
		live(20_050, PACK);
		expect(served).toEqual(Array(30).fill("open 3333"));
		expect(of("fault")).toEqual([{ event: "fault", where: "can-server", reason: "listen-failed" }]);
		expect(of("values").at(-1)?.frames).toBeGreaterThan(0);
		app.stop(() => {});
		clock.advance(60_000);
		expect(served.length).toBe(30);
	});
});

describe("frames of the car", () => {
	test("become values with their ages every second", () => {
		const { clock, can, of } = setUp();
		clock.advance(400);
		can().hear(PACK, CHARGE, BAD_PACK);
		clock.advance(599);
		expect(of("values")).toEqual([]);
		clock.advance(1);
		expect(of("values")).toEqual([
			{
				event: "values",
				values: {
					...{ health: 91, voltage: 385.5, range: 312, energy: 51.9, current: 0, power: 0, gids: 649 },
					health_source: "battery broadcast",
				},
				ages: {
					...{ health: 600, voltage: 600, range: 600, energy: 600, current: 600, power: 600, gids: 600 },
					health_source: 600,
				},
				frames: 3,
				poll: { name: "group02", dueInMs: 450, waits: "not-yet" },
				rejected: { crc: 1, dlc: 0, implausible: 0, jump: 0 },
			},
		]);
		clock.advance(1000);
		expect(of("values")).toHaveLength(2);
		expect(of("values")[1]).toMatchObject({ ages: { voltage: 1600 }, frames: 3 });
	});

	test("come to the broker, which has them when it has acknowledged", () => {
		const { clock, can, link, of } = setUp();
		link().events.onOpen(false);
		can().hear(PACK, CHARGE);
		clock.advance(1000);
		expect(of("published")).toEqual([]);
		link().acknowledgeAll();
		const sent = Object.fromEntries(link().takeSent());
		expect(sent).toMatchObject({
			"p/id/availability": "online",
			"p/id/voltage/state": "385.5",
			"p/id/health/state": "91",
		});
		expect(sent).not.toHaveProperty("p/id/soc/state");
		const data = JSON.parse(sent["p/id/data"] ?? "");
		expect(data).toMatchObject({ battery_voltage: 385.5, state_of_charge: null, session_id: "80000000" });
		expect(data.timestamp).toBe("2026-06-01T00:00:00.000Z");
		expect(of("published")).toHaveLength(Object.keys(sent).length);
		expect(of("delivered")).toEqual([{ event: "delivered", missing: ["soc", "capacity"] }]);
	});

	test("are none of ours on another bus", () => {
		const { clock, can, of } = setUp({ bus: "car-can" });
		can().hear(PACK, CHARGE, HEALTH_5B3);
		clock.advance(1000);
		expect(of("values")).toMatchObject([{ values: {}, frames: 1 }]);
	});
});

describe("the battery", () => {
	test("is asked on a bus that lives, and its answer completes the values", () => {
		const { can, live, of } = setUp();
		expect(can().take()).toEqual([]);
		live(50, PACK);
		expect(can().take()).toEqual(["normal", REQUEST]);
		can().hear(...REPLY);
		expect(can().take()).toEqual([FLOW_CONTROL, "listen-only"]);
		live(1000, PACK, CHARGE);
		expect(of("values")).toMatchObject([
			{ values: { soc: 60.1, capacity: 50.1, voltage: 385.5, gids: 649 } },
		]);
	});

	test("is not asked on a silent bus, but behind the gateway it is", () => {
		const [silent, gateway] = [setUp(), setUp({ bus: "obd-gateway" })];
		for (const { clock } of [silent, gateway]) clock.advance(1000);
		expect(silent.can().take()).toEqual([]);
		expect(gateway.can().take()).toEqual(["one-shot", REQUEST, "listen-only"]);
	});

	test.each<CarBus>(["ev-can", "car-can", "obd-gateway"])(
		"is never asked on %s without diagnostics, but what another tester is told counts",
		(bus) => {
			const { can, live, clock, of } = setUp({ bus, diagnostics: false });
			live(60_000, PACK, CHARGE, HEALTH_5B3);
			can().hear(REQUEST, REPLY[0], FLOW_CONTROL, ...REPLY.slice(1));
			clock.advance(1000);
			expect(of("values").at(-1)?.values.capacity).toBe(50.1);
			expect([can().take(), can().mode]).toEqual([[], "listen-only"]);
		},
	);
});

describe("the end", () => {
	test("closes the bus, says offline and goodbye, and leaves no timer behind", () => {
		const { app, clock, can, link, live } = setUp();
		link().events.onOpen(false);
		live(2000, PACK);
		link().acknowledgeAll();
		link().takeSent();
		let stopped = false;
		app.stop(() => {
			stopped = true;
		});
		expect([can().closed, link().takeSent()]).toEqual([true, [["p/id/availability", "offline"]]]);
		expect([stopped, link().closed]).toEqual([false, false]);
		link().acknowledgeAll();
		expect([stopped, link().closed, clock.pending]).toEqual([true, true, 0]);
	});

	test("comes also without a bus and without a broker; nothing is tried again", () => {
		const { app, clock, attempts, events } = setUp({ chipAfter: 9 });
		let stopped = 0;
		app.stop(() => stopped++);
		const before = events.length;
		clock.advance(60_000);
		expect([stopped, attempts, events.length - before]).toEqual([1, [0], 0]);
	});
});

describe("what the owner tells the device", () => {
	const press = { payload: "PRESS", qos: 1, retain: false, dup: false } as const;

	test("reaches the board: it shows itself", () => {
		const { link, board, of } = setUp();
		link().events.onOpen(false);
		link().events.onMessage({ ...press, topic: "p/id/identify/set" });
		expect([board, of("command")]).toEqual([["identify"], [{ event: "command", name: "identify" }]]);
	});

	test("reaches the board: it restarts, after a goodbye and with the bus left alone", () => {
		const { link, board, can, clock } = setUp();
		link().events.onOpen(false);
		link().acknowledgeAll();
		link().takeSent();
		link().events.onMessage({ ...press, topic: "p/id/restart/set" });
		expect([board, can().closed]).toEqual([[], true]);
		expect(link().takeSent()).toEqual([["p/id/availability", "offline"]]);
		link().acknowledgeAll();
		expect([board, link().closed, clock.pending]).toEqual([["restart"], true, 0]);
	});
});
