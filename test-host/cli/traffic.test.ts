import { mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, describe, expect, test } from "@jest/globals";
import { parseStartOptions, type StartOptions, UsageError } from "./start-options";
import { builtInCars, loadTraffic } from "./traffic";

const FRAMES = "(10.0) can0 1DB#0004C262000003B6\n(10.1) can0 55B#D8800000E7001123\n";

const folder = mkdtempSync(join(tmpdir(), "leafcast-traffic-"));
afterAll(() => rmSync(folder, { recursive: true }));

/** Path of a file with a text. */
function file(name: string, text: string): string {
	const path = join(folder, name);
	writeFileSync(path, text);
	return path;
}

const load = (...args: readonly string[]) => loadTraffic(parseStartOptions(args) as StartOptions);

/** What is wrong with what the options name; it fails with nothing but a message for the person. */
function complaint(...args: readonly string[]): string {
	try {
		load(...args);
	} catch (error) {
		expect(error).toBeInstanceOf(UsageError);
		return (error as Error).message;
	}
	throw new Error(`${args.join(" ")} was accepted`);
}

describe("a car", () => {
	test("is built in, for each generation and pack", () => {
		expect(builtInCars()).toEqual(
			expect.arrayContaining(["aze0-24", "aze0-30", "ze0-24", "ze1-40", "ze1-62"]),
		);
		for (const name of builtInCars()) expect(load("--car", name).traffic).toHaveProperty("car.name");
	});

	test("is called by name and bus, and the device is told which bus that is", () => {
		const { traffic, ...rest } = load();
		expect(rest).toEqual({ name: "Leaf ZE1 e+, 62 kWh on ev-can", bus: "ev-can" });
		expect(traffic).toMatchObject({ car: { generation: "ZE1" }, speed: 1 });
		expect(load("--car", "ze1-40", "--speed", "8")).toMatchObject({
			bus: "obd-gateway",
			traffic: { speed: 8 },
		});
	});

	test("may come from a file", () => {
		const builtIn = readFileSync(new URL("../virtual/cars/aze0-30.json", import.meta.url), "utf8");
		const mine = { ...JSON.parse(builtIn), name: "mine" };
		const { traffic, name } = load("--car", file("mine.json", JSON.stringify(mine)));
		expect([name, traffic]).toEqual([`mine on ${mine.bus}`, { car: mine, speed: 1 }]);
	});

	test("with errors is refused with all of them, and where they are", () => {
		const car = {
			name: "x",
			generation: "ZE2",
			bus: "ev-can",
			broadcast: [{ id: "0x900", data: "", periodMs: 0 }],
		};
		const path = file("errors.json", JSON.stringify(car));
		const [first, ...errors] = complaint("--car", path).split("\n");
		expect(first).toBe(`--car ${path}:`);
		expect(errors).toEqual([
			expect.stringMatching(/^ {2}generation: /),
			expect.stringMatching(/^ {2}broadcast\[0\]\.id: .*0x900/),
			expect.stringMatching(/^ {2}broadcast\[0\]\.periodMs: /),
		]);
	});

	test("that is no JSON or not there at all is refused", () => {
		expect(complaint("--car", file("text.json", "a car"))).toMatch(/^--car .*text\.json:\n {2}not JSON: /);
		const nowhere = join(folder, "nowhere.json");
		expect(complaint("--car", nowhere)).toMatch(/^--car: ENOENT: .*nowhere\.json'$/);
	});

	test.each(["ze1-26", "ZE1-62", ""])("with the unknown name %j is answered with the list", (name) => {
		expect(complaint("--car", name)).toBe(
			`--car ${name}: the built-in cars are ${builtInCars().join(", ")}; or name a car file`,
		);
	});
});

describe("a replay", () => {
	test("is played as recorded, or as fast as the device takes it when nobody watches", () => {
		const path = file("drive.log", FRAMES);
		expect(load("--replay", path)).toEqual({
			name: `replay of ${path}`,
			bus: "ev-can",
			traffic: { log: [expect.objectContaining({ t: 10, id: 0x1db }), expect.anything()], speed: 1 },
		});
		expect(load("--replay", path, "--once").traffic.speed).toBe("max");
		expect(load("--replay", path, "--once", "--speed", "3").traffic.speed).toBe(3);
	});

	test("of nothing is refused", () => {
		for (const text of ["", "\n \n"]) {
			const path = file("empty.log", text);
			expect(complaint("--replay", path)).toBe(`--replay ${path}: holds no frames`);
		}
		expect(complaint("--replay", join(folder, "nowhere.log"))).toMatch(/^--replay: ENOENT: .*nowhere\.log'$/);
	});

	test("with lines that cannot be read is refused with the first of them", () => {
		const one = file("bad.log", `${FRAMES}(10.2) can0 55B#D8\nnonsense\n`);
		expect(complaint("--replay", one)).toMatch(
			/^--replay .*bad\.log:\n {2}line 4: not a line of a candump log/,
		);
		const many = file("worse.log", `${FRAMES}${"(1) can0 XYZ#00\n".repeat(100)}`);
		const lines = complaint("--replay", many).split("\n");
		expect(lines.slice(1).map((line) => line.slice(0, 9))).toEqual(
			[3, 4, 5, 6, 7].map((n) => `  line ${n}:`),
		);
	});
});
