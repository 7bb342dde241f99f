import { describe, expect, test } from "@jest/globals";
import type { Heard } from "../../../src/portal/portal-device";
import { statusPage } from "../../../src/portal/status-page";
import { identityText, pollText, shownValues, valueText, worthShowing } from "../../../src/portal/values";
import { METRICS, PRIMARY_METRICS } from "../../../src/vehicle/metrics";
import type { MetricValue } from "../../../src/vehicle/samples";

const pageOf = (more: Partial<Heard> = {}) =>
	statusPage({ connection: { state: "online" }, values: {}, ages: {}, frames: 0, ...more }).markup;

/** Names of the rows. */
const rowsOf = (page: string) => [...page.matchAll(/<th scope="row">([^<]*)/g)].map(([, name]) => name);

describe("the status page", () => {
	test("shows what is known, and of the unknown only the most important", () => {
		expect(rowsOf(pageOf())).toHaveLength(PRIMARY_METRICS.length);
		const page = pageOf({ values: { gear: "P", charging: false, vin: "V<1" }, ages: { gear: 1000 } });
		expect(rowsOf(page).slice(PRIMARY_METRICS.length)).toEqual(["Charging", "Gear", "VIN"]);
		expect(page).toContain('<th scope="row">Charging</th><td>no</td><td></td>');
		expect(page).toContain('<th scope="row">Gear</th><td>P</td><td>now</td>');
		expect(page).toContain("<td>V&lt;1</td>");
	});

	test("shows whether the car is heard, and what is wrong with the bus", () => {
		expect(pageOf()).toContain("<p>CAN bus: nothing heard yet; is the car on?</p>");
		expect(pageOf({ frames: 7 })).toContain("<p>CAN bus: 7 frames heard</p>");
		const page = pageOf({ frames: 7, fault: { reason: "restarted", age: 60_000 } });
		expect(page).toContain("7 frames heard; 60 s ago: the CAN controller had lost its settings");
	});

	test("shows which car it is, and why", () => {
		expect(pageOf()).not.toContain("Car:");
		const evidence = [
			{ says: "ZE1", because: "108 is <heard>" },
			{ says: "62 kWh", because: "162.2 Ah" },
		];
		const page = pageOf({ identity: { generation: "ZE1", packKwh: 62, evidence } });
		expect(page).toContain("<summary>Car: ZE1, 62 kWh pack</summary>");
		expect(page).toContain("<li>ZE1: 108 is &lt;heard&gt;</li>\n<li>62 kWh: 162.2 Ah</li>");
	});

	test("shows what the car is asked next", () => {
		expect(pageOf()).not.toContain("Next question");
		const page = pageOf({ poll: { name: "group01", dueInMs: 4200, waits: "not-yet" } });
		expect(page).toContain("<p>Next question to the car: group01 in 5 s</p>");
	});

	test("shows what was not believed", () => {
		expect(pageOf()).not.toContain("not believed");
		const doubts = { soc: { count: 3, last: "jump", quality: "doubtful", source: "55B" } } as const;
		expect(pageOf({ doubts })).toContain(
			"<li>soc: 3, the last one too far from the one before; the value shown is doubtful (55B)</li>",
		);
	});

	test("stays small with everything on it", () => {
		const values = Object.fromEntries(METRICS.map(({ key }) => [key, 123.4]));
		const ages = Object.fromEntries(METRICS.map(({ key }) => [key, 100_000]));
		const page = pageOf({ values, ages });
		expect(rowsOf(page)).toHaveLength(METRICS.length);
		expect(page.length).toBeLessThan(6000);
	});
});

test.each<[MetricValue | null, string, string]>([
	[58.4, "%", "58.4 %"],
	[0, "", "0"],
	[true, "", "yes"],
	[false, "", "no"],
	["quick", "", "quick"],
	[null, "%", "unknown"],
])("%j in %j is shown as %s", (value, unit, text) => {
	expect(valueText({ value, unit })).toBe(text);
});

test.each([
	[0, "now", "group01 now"],
	[-5, "now", "group01 now"],
	[1, "not-yet", "group01 in 1 s"],
	[0, "bus-silent", "group01, waits until the car is heard"],
	[0, "gap", "group01 now"],
	[0, "asking", "group01, asked, waits for the answer"],
	[0, "no-ignition", "group01, waits until the car may be on"],
	[0, "bus-off", "group01, waits after errors on the bus"],
	[900, "other-tester", "group01 in 1 s, waits while somebody else asks the car"],
] as const)("a poll due in %i ms that waits for %s: %s", (dueInMs, waits, text) => {
	expect(pollText({ name: "group01", dueInMs, waits })).toBe(text);
});

test("a car that is not known yet is called so", () => {
	expect(identityText({})).toBe("generation unknown, pack of unknown size");
	expect(identityText({ generation: "ZE0" })).toBe("ZE0, pack of unknown size");
});

test("every value has a name and a place, known or not", () => {
	const shown = shownValues({ values: { gear: "D" }, ages: { gear: 1600 } });
	expect(shown.map(({ key }) => key)).toEqual(METRICS.map(({ key }) => key));
	expect(shown.find(({ key }) => key === "gear")).toEqual({
		...{ key: "gear", name: "Gear", value: "D", unit: "", ageSeconds: 2 },
	});
	expect(worthShowing(shown).map(({ key }) => key)).toEqual([...PRIMARY_METRICS, "gear"]);
});
