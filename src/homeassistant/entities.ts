import { deepFreeze } from "../deep-freeze";
import { METRICS, type Metric, type MetricKey } from "../vehicle/metrics";
import { BATTERY } from "./battery-entities";
import { CAR } from "./car-entities";
import { CHARGING } from "./charging-entities";
import { DEVICE_ENTITIES } from "./device-entities";
import { DRIVING } from "./driving-entities";
import type { Entity, Presentation, Row } from "./entity";

const ROWS: Readonly<Record<MetricKey, Row>> = Object.freeze({ ...BATTERY, ...CHARGING, ...DRIVING, ...CAR });

/**
 * A unit, a state class and the digits shown go with every number; texts with a closed set of values are of class
 * `enum`.
 */
function presentationOf({ unit, decimals }: Metric, row: Row): Presentation {
	const { device_class, state_class, options, icon } = row;
	return Object.freeze({
		...(device_class !== undefined && { device_class }),
		...(unit !== "" && { unit_of_measurement: unit }),
		...(decimals !== undefined && { state_class: state_class ?? "measurement" }),
		...(options !== undefined && { options }),
		...(decimals !== undefined && { suggested_display_precision: decimals }),
		...(row.diagnostic && { entity_category: "diagnostic" }),
		...(row.disabled && { enabled_by_default: false }),
		...(icon !== undefined && { icon }),
	});
}

/** Every metric of the car as an entity, in the order of the metrics. */
export const ENTITIES: readonly Entity<MetricKey>[] = Object.freeze(
	METRICS.map((metric) => {
		const row = ROWS[metric.key];
		return Object.freeze({
			key: metric.key,
			component: row.binary ? "binary_sensor" : "sensor",
			name: row.name,
			channel: "state",
			away: row.live ? "unavailable" : "kept",
			presentation: presentationOf(metric, row),
		});
	}),
);

const ALL: readonly Entity[] = deepFreeze([...ENTITIES, ...DEVICE_ENTITIES]);

/** Those of most owners: made once, so that they lie in flash. */
const WITHOUT_VIN: readonly Entity[] = deepFreeze(allBut(["vin"]));

/** Everything that is announced, in this order: the metrics but those withheld, then what is of the device. */
export function announcedEntities(withheld: readonly string[] = []): readonly Entity[] {
	if (withheld.length === 0) return ALL;
	return withheld.length === 1 && withheld[0] === "vin" ? WITHOUT_VIN : allBut(withheld);
}

function allBut(withheld: readonly string[]): readonly Entity[] {
	return ALL.filter(({ key }) => !withheld.includes(key));
}
