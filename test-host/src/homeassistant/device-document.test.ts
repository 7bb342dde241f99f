import { describe, expect, test } from "@jest/globals";
import { deviceDocument } from "../../../src/homeassistant/device-document";
import { discoveryDocument } from "../../../src/homeassistant/discovery";
import { announcedEntities } from "../../../src/homeassistant/entities";
import { SAMPLE_DEVICE } from "../../helpers/sample-device";

const ALL = announcedEntities();

/** Short names and what they stand for, by Home Assistant's own list (Home Assistant facts, 17). */
const LONG: Readonly<Record<string, string>> = {
	...{ p: "platform", uniq_id: "unique_id", stat_t: "state_topic", cmd_t: "command_topic" },
	...{
		dev_cla: "device_class",
		unit_of_meas: "unit_of_measurement",
		stat_cla: "state_class",
		ops: "options",
	},
	...{ sug_dsp_prc: "suggested_display_precision", pl_on: "payload_on", pl_off: "payload_off" },
	...{ ent_cat: "entity_category", en: "enabled_by_default", ic: "icon", avty: "availability", t: "topic" },
	...{ dev: "device", o: "origin", cmps: "components", ids: "identifiers", mf: "manufacturer", mdl: "model" },
	sw: "sw_version",
};

/** Writes the short names out at every level, as Home Assistant does. */
function expanded(value: unknown): unknown {
	if (Array.isArray(value)) return value.map(expanded);
	if (typeof value !== "object" || value === null) return value;
	return Object.fromEntries(Object.entries(value).map(([key, part]) => [LONG[key] ?? key, expanded(part)]));
}

interface Expanded {
	readonly device: object;
	readonly origin: object;
	readonly availability: object;
	readonly components: Readonly<Record<string, { platform: string; availability?: object }>>;
}

const parsed = (keepValues: boolean) =>
	expanded(JSON.parse(deviceDocument(SAMPLE_DEVICE, ALL, keepValues))) as Expanded;

describe.each([false, true])("the document of the device (values kept: %s)", (keepValues) => {
	test("says of each entity what its own document says", () => {
		const { components, device, origin, availability } = parsed(keepValues);
		expect(Object.keys(components)).toEqual(ALL.map(({ key }) => key));
		for (const entity of ALL) {
			const own = JSON.parse(discoveryDocument(entity, SAMPLE_DEVICE, keepValues));
			const { availability_topic, ...rest } = own;
			const { platform, availability: overridden, ...component } = components[entity.key] ?? {};
			expect({ ...component, device, origin }).toEqual(rest);
			expect(platform).toBe(entity.component);
			// The root's is inherited unless it is overridden.
			const inherited = overridden ?? availability;
			expect(inherited).toEqual(availability_topic === undefined ? [] : [{ topic: availability_topic }]);
		}
	});

	test("has nothing at its root but what Home Assistant allows there", () => {
		const keys = Object.keys(parsed(keepValues)).sort();
		expect(keys).toEqual(["availability", "components", "device", "origin"]);
	});
});

test("names what is gone by nothing but its platform", () => {
	const entities = ALL.filter(({ key }) => key !== "vin");
	const document = deviceDocument(SAMPLE_DEVICE, entities, false, [{ component: "sensor", key: "vin" }]);
	expect(JSON.parse(document).cmps.vin).toEqual({ p: "sensor" });
});

test("is the longest message of all, and no longer than this", () => {
	const sizes = [false, true].map((keep) => Buffer.byteLength(deviceDocument(SAMPLE_DEVICE, ALL, keep)));
	for (const size of sizes) expect(size).toBeLessThan(11_000);
	const single = ALL.map((entity) => Buffer.byteLength(discoveryDocument(entity, SAMPLE_DEVICE)));
	expect(Math.max(...single)).toBeLessThan(700);
});
