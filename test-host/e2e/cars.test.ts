import { describe, expect, test } from "@jest/globals";
import { ENTITIES } from "../../src/homeassistant/entities";
import { PRIMARY_METRICS } from "../../src/vehicle/metrics";
import { builtInCars } from "../cli/traffic";
import { atOnce } from "../helpers/at-once";
import { inBothEngines } from "../helpers/in-engines";
import { published, runStart } from "../helpers/run-start";

const ID = "nissan_leaf/nissan_leaf_1eaf01";
const WAIT = 40_000;

/** Where the values of each car must lie (Leaf protocol facts, 6), so that a slip of a byte shows. */
const PACKS: Readonly<Record<string, { ampereHours: [number, number]; kilometres: [number, number] }>> = {
	"ze0-24": { ampereHours: [40, 67], kilometres: [30, 145] },
	"aze0-24": { ampereHours: [40, 67], kilometres: [30, 145] },
	"aze0-30": { ampereHours: [55, 80], kilometres: [30, 180] },
	"env200-40": { ampereHours: [90, 116], kilometres: [60, 240] },
	"ze1-40": { ampereHours: [90, 116], kilometres: [60, 240] },
	"ze1-62": { ampereHours: [140, 177], kilometres: [100, 375] },
};

test("every built-in car is tested", () => {
	expect(Object.keys(PACKS).sort()).toEqual(builtInCars().sort());
});

inBothEngines((engine) => {
	atOnce(WAIT, (test) => {
		for (const car of Object.keys(PACKS))
			test(`${car} comes to a complete set of plausible values at the broker`, async () => {
				const { code, lines } = await runStart("--car", car, "--engine", engine, "--once").ended;
				expect(lines.at(-1)).toMatchObject({ event: "end", code: 0 });
				expect(code).toBe(0);
				const messages = published(lines);
				const value = (metric: string) => Number(messages[`${ID}/${metric}/state`]);
				for (const metric of PRIMARY_METRICS) expect(value(metric)).toBeGreaterThan(0);
				expect(value("soc")).toBeLessThanOrEqual(100);
				expect(value("health")).toBeLessThanOrEqual(100);
				expect(value("voltage")).toBeGreaterThan(300);
				expect(value("voltage")).toBeLessThan(410);
				const { ampereHours, kilometres } = PACKS[car] ?? { ampereHours: [0, 0], kilometres: [0, 0] };
				expect(value("capacity")).toBeGreaterThan(ampereHours[0]);
				expect(value("capacity")).toBeLessThan(ampereHours[1]);
				expect(value("range")).toBeGreaterThan(kilometres[0]);
				expect(value("range")).toBeLessThan(kilometres[1]);
			});
	});
});

describe("what is published", () => {
	atOnce(WAIT, (test) => {
		test("no state comes before its discovery document", async () => {
			const { lines } = await runStart("--once").ended;
			const topics = lines.filter(({ event }) => event === "published").map(({ topic }) => String(topic));
			let published = 0;
			for (const { key: metric, component } of ENTITIES) {
				const state = topics.indexOf(`${ID}/${metric}/state`);
				if (state < 0) continue;
				published += 1;
				const document = topics.indexOf(`homeassistant/${component}/nissan_leaf_1eaf01/${metric}/config`);
				expect(document).toBeGreaterThanOrEqual(0);
				expect(state).toBeGreaterThan(document);
			}
			expect(published).toBeGreaterThanOrEqual(PRIMARY_METRICS.length);
		});

		for (const qos of [0, 1, 2])
			test(`QoS ${qos}, another topic prefix and another client id`, async () => {
				const args = [
					"--qos",
					String(qos),
					"--topic-prefix",
					"cars/white",
					"--client-id",
					"leaf-7",
					"--once",
				];
				const { code, lines } = await runStart(...args).ended;
				expect(code).toBe(0);
				expect(published(lines)["cars/white/leaf-7/availability"]).toBe("offline");
				expect(published(lines)["homeassistant/sensor/leaf-7/soc/config"]).toContain('"leaf-7_soc"');
			});
	});
});
