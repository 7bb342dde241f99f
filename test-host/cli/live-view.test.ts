import { stripVTControlCharacters } from "node:util";
import { afterEach, beforeEach, describe, expect, jest, test } from "@jest/globals";
import type { AppEvent } from "../../src/event";
import { ENTITIES } from "../../src/homeassistant/entities";
import { METRICS } from "../../src/vehicle/metrics";
import { LiveView, type Screen } from "./live-view";

const SETTING = {
	engine: "XS",
	tls: "Mbed TLS",
	car: "Leaf on ev-can",
	broker: "mqtts://b:8883",
	portal: "http://p/",
};
const BEGIN = "\x1b[?1049h\x1b[?25l";
const RESTORE = "\x1b[?25h\x1b[?1049l";
const VALUES: AppEvent = {
	event: "values",
	values: {
		...{ soc: 58.4, health: 91, voltage: 360.5, current: 0, power: -0.05 },
		...{ charging: false, gear: "D", vin: "V1N" },
	},
	ages: { soc: 100, health: 0, voltage: 1400, current: 59_000, power: 0, charging: 0, gear: 119_000 },
	frames: 1234,
	rejected: { crc: 1, dlc: 2, implausible: 3, jump: 4 },
};

beforeEach(() => void jest.useFakeTimers());
afterEach(() => void jest.useRealTimers());

function setUp(size: Pick<Screen, "columns" | "rows"> = {}) {
	const written: string[] = [];
	const view = new LiveView({ write: (text) => void written.push(text), ...size });
	/** The lines of the picture as a person sees them. */
	const lines = () => stripVTControlCharacters(view.picture()).split("\n");
	/** The line that begins with a name, its words joined by one space. */
	const line = (name: string) =>
		lines()
			.find((text) => text.trimStart().startsWith(name))
			?.trim()
			.replaceAll(/\s+/g, " ");
	return { view, written, lines, line };
}

const published = (payload: string): AppEvent => ({ event: "published", topic: "p/id/soc/state", payload });

describe("the picture", () => {
	test("says what runs where, and what is known of the device", () => {
		const { view, line } = setUp();
		expect(view.picture()).toBe("");
		view.start({ ...SETTING, notes: ["no XS here"] });
		expect(line("Leafcast")).toBe("Leafcast booting");
		for (const event of [
			{ event: "started", clientId: "leaf_1", firmware: "1.2", broker: "b" },
			{ event: "connection", state: "connecting" },
		] as const)
			view.event(event);
		expect(line("Leafcast")).toBe("Leafcast leaf_1, firmware 1.2");
		expect(line("no XS")).toBe("no XS here");
		expect(line("Engine")).toBe("Engine XS with Mbed TLS");
		expect(line("Car")).toBe("Car Leaf on ev-can 0 frames, 0 rejected");
		expect(line("Broker")).toBe("Broker mqtts://b:8883 ○ connecting");
		expect(line("Portal")).toBe("Portal http://p/");
	});

	test("shows each value with unit and age, and what is not known as unknown", () => {
		const { view, line } = setUp();
		view.start(SETTING);
		expect(line("Battery level")).toBe("Battery level unknown");
		view.event(VALUES);
		expect(line("Battery level")).toBe(`Battery level 58.4 % now ${"█".repeat(14)}${"░".repeat(10)}`);
		expect(line("Battery health")).toBe(`Battery health 91.0 % now ${"█".repeat(22)}${"░".repeat(2)}`);
		expect(line("Battery voltage")).toBe("Battery voltage 360.5 V now");
		expect(line("Battery current")).toBe("Battery current 0.0 A 59 s ago");
		expect(line("Battery power")).toBe("Battery power -0.05 kW now");
		expect(line("Battery capacity")).toBe("Battery capacity unknown");
		// Of the unknown, only the most important takes a line.
		expect(line("GIDs")).toBeUndefined();
		expect(line("Charging")).toBe("Charging no now");
		expect(line("Gear")).toBe("Gear D 119 s ago");
		expect(line("VIN")).toBe("VIN V1N");
		expect(line("Car")).toMatch(/1234 frames, 10 rejected$/);
	});

	test("says which car it is, why, and what that is asked next", () => {
		const { view, line } = setUp();
		view.start(SETTING);
		expect([line("Leaf "), line("Asks")]).toEqual([undefined, undefined]);
		const evidence = [
			{ says: "ZE1", because: "108 is heard" },
			{ says: "62 kWh", because: "162.2 Ah" },
		];
		view.event({ event: "identity", generation: "ZE1", packKwh: 62, evidence });
		view.event({ ...VALUES, poll: { name: "group01", dueInMs: 0, waits: "bus-silent" } });
		expect(line("Leaf ")).toBe("Leaf ZE1, 62 kWh pack ZE1: 108 is heard; 62 kWh: 162.2 Ah");
		expect(line("Asks")).toBe("Asks group01, waits until the car is heard");
	});

	describe("with everything known", () => {
		const values = Object.fromEntries(METRICS.map(({ key }) => [key, 58.4]));
		const ages = Object.fromEntries(METRICS.map(({ key }) => [key, 59_000]));
		const full: AppEvent = { ...VALUES, values: { ...values, vin: "SJNFAAZE0U6000001" }, ages };

		test.each([
			// Narrow and low: two beside each other, and what does not fit is counted.
			[80, 24, METRICS.length - 23],
			// Wider: three beside each other.
			[130, 24, METRICS.length - 35],
			// Higher: everything.
			[80, 34, 0],
			[80, 100, 0],
		])("fits a screen of %i columns and %i rows", (columns, rows, left) => {
			const { view, lines } = setUp({ columns, rows });
			view.start(SETTING);
			view.event(full);
			for (let n = 1; n <= 9; n++) view.event(published(`no ${n}`));
			expect(lines().length).toBeLessThanOrEqual(rows);
			for (const text of lines()) expect([...text].length).toBeLessThanOrEqual(columns);
			const text = lines().join("\n");
			for (const { name } of ENTITIES.slice(0, METRICS.length - left)) expect(text).toContain(`${name} `);
			expect(/and (\d+) more in the portal/.exec(text)?.[1]).toBe(left === 0 ? undefined : String(left));
			expect(text.includes("SJNFAAZE0U6000001")).toBe(left === 0);
			expect(text).toContain("no 9");
		});
	});

	test("lets the values grow old while nothing comes", () => {
		const { view, line } = setUp();
		view.start(SETTING);
		view.event(VALUES);
		jest.advanceTimersByTime(1000);
		expect(line("Battery level")).toMatch(/% now/);
		expect(line("Battery voltage")).toBe("Battery voltage 360.5 V 2 s ago");
		jest.advanceTimersByTime(60_000);
		expect(line("Battery level")).toMatch(/% 61 s ago/);
		view.event(VALUES);
		expect(line("Battery level")).toMatch(/% now/);
	});

	test("tells how the connection stands", () => {
		const { view, line } = setUp();
		view.start(SETTING);
		view.event({ event: "connection", state: "online" });
		expect(line("Broker")).toBe("Broker mqtts://b:8883 ● online");
		view.event({ event: "connection", state: "waiting", reason: "connection-lost", retryMs: 5000 });
		expect(line("Broker")).toMatch(/○ not connected: the connection broke; next attempt in 5 s$/);
	});

	test("keeps the last messages, faults and texts among them", () => {
		jest.setSystemTime(new Date(2026, 5, 1, 7, 8, 9));
		const { view, lines, line } = setUp();
		view.start(SETTING);
		for (let n = 1; n <= 9; n++) view.event(published(`no ${n}`));
		view.event({ event: "fault", where: "can", reason: "no-chip" });
		view.text("hello");
		expect(line("Messages")).toBe("Messages 9 acknowledged");
		const [first, ...rest] = lines().filter((text) => text.startsWith("  07:08:09  "));
		expect(first).toBe("  07:08:09  p/id/soc/state  no 4");
		expect(rest).toHaveLength(7);
		expect(rest.slice(-2)).toEqual([
			"  07:08:09  CAN bus: no MCP2515 found on these pins",
			"  07:08:09  hello",
		]);
	});

	test("asks for the settings of a device without any", () => {
		const { view, lines, line } = setUp();
		const wifi = { ssid: "Home", password: "sweet home" };
		const setup = { wifi, host: "b", port: 8883, caFile: "/tmp/ca.pem", bus: "ev-can" };
		view.start({ ...SETTING, setup });
		view.event({ event: "unconfigured", errors: [] });
		expect(line("Leafcast")).toBe("Leafcast waiting for settings");
		expect(lines().filter((text) => text.trim().startsWith("enter "))).toHaveLength(4);
		expect(line("enter CA")).toBe("enter CA certificate: the text in /tmp/ca.pem");
		expect(lines().join("\n")).toContain("no settings yet: the portal asks for them");
	});

	test.each([20, 40, 80])("is cut to %i columns, in letters and not in control sequences", (columns) => {
		const [narrow, wide] = [setUp({ columns }), setUp({ columns: 1000 })];
		for (const { view } of [narrow, wide]) {
			view.start(SETTING);
			view.event(VALUES);
			view.event(published("🔋".repeat(200)));
		}
		expect(Math.max(...wide.lines().map((text) => [...text].length))).toBeGreaterThan(200);
		const cut = wide.lines().map((text) => [...text].slice(0, columns).join(""));
		expect(narrow.lines()).toEqual(cut);
		const sequences = (text: string) => text.split("\x1b[").length;
		expect(sequences(narrow.view.picture())).toBe(sequences(wide.view.picture()));
	});

	test.each([22, 20, 5])(
		"leaves out the oldest messages on a screen of %i rows, and nothing else",
		(rows) => {
			const { view, lines } = setUp({ rows });
			view.start(SETTING);
			const bare = lines().length;
			for (let n = 1; n <= 9; n++) view.event(published(`no ${n}`));
			expect(lines()).toHaveLength(Math.max(bare, rows));
			expect(lines().filter((text) => /no \d$/.test(text))).toHaveLength(Math.max(0, rows - bare));
			if (rows > bare) expect(lines().at(-3)).toMatch(/no 9$/);
		},
	);
});

describe("the screen", () => {
	test("is one of its own, drawn four times a second", () => {
		const { view, written } = setUp();
		view.start(SETTING);
		expect(written.splice(0)).toEqual([BEGIN]);
		jest.advanceTimersByTime(1000);
		expect(written).toHaveLength(4);
		// From the top, each line to its end, and nothing left below.
		expect(written[3]?.startsWith("\x1b[H")).toBe(true);
		expect(written[3]?.endsWith("\x1b[K\x1b[J")).toBe(true);
		expect(written[3]?.split("\x1b[K\n")).toHaveLength(view.picture().split("\n").length);
	});

	test.each([
		[0, "ended"],
		[1, "\x1b[31mended\x1b[0m"],
	])("is restored at the end, with the last picture and the last word (code %i)", (code, word) => {
		const { view, written } = setUp();
		view.start(SETTING);
		view.event(VALUES);
		written.length = 0;
		view.end(code, "ended");
		expect(written.join("")).toBe(`${RESTORE}${view.picture()}\n${word}\n`);
		written.length = 0;
		jest.advanceTimersByTime(10_000);
		expect(written).toEqual([]);
	});

	test("that was never taken is left alone", () => {
		const { view, written } = setUp();
		view.end(0, "ended");
		expect(written).toEqual(["ended\n"]);
	});
});
