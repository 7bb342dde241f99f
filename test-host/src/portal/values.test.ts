import { expect, test } from "@jest/globals";
import { shownValues } from "../../../src/portal/values";
import { METRICS } from "../../../src/vehicle/metrics";

const shown = (values: object, ages: object) =>
	Object.fromEntries(shownValues({ values, ages }).map((value) => [value.key, value]));

test("every metric is shown, in the order of the table, by a name of its own", () => {
	const all = shownValues({ values: {}, ages: {} });
	expect(all.map(({ key, unit }) => [key, unit])).toEqual(METRICS.map(({ key, unit }) => [key, unit]));
	expect(new Set(all.map(({ name }) => name)).size).toBe(METRICS.length);
	expect(all.every(({ value, ageSeconds }) => value === null && ageSeconds === null)).toBe(true);
});

test("what is zero or false is known, what is missing is null, and ages are whole seconds", () => {
	const { soc, charging, speed, gear } = shown(
		{ soc: 0, charging: false, gear: "P" },
		{ soc: 1499, charging: 0 },
	);
	expect(soc).toMatchObject({ value: 0, ageSeconds: 1 });
	expect(charging).toMatchObject({ value: false, ageSeconds: 0 });
	expect(speed).toMatchObject({ value: null, ageSeconds: null });
	// As what has no time.
	expect(gear).toMatchObject({ value: "P", ageSeconds: null });
	expect(shown({ soc: 1 }, { soc: 1500 })["soc"]).toMatchObject({ ageSeconds: 2 });
});
