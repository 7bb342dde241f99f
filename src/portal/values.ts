import type { ValuesEvent } from "../event";
import { ENTITIES } from "../homeassistant/entities";
import { METRICS, type MetricKey } from "../vehicle/metrics";
import type { MetricValue } from "../vehicle/samples";

/** One value as it is shown. */
export interface ShownValue {
	readonly key: MetricKey;
	/** As in Home Assistant. */
	readonly name: string;
	/** `null`, which JSON can say, while it is unknown. */
	readonly value: MetricValue | null;
	readonly unit: string;
	/** Whole seconds since the car told it; `null` while it is unknown, and for what has no time. */
	readonly ageSeconds: number | null;
}

/** All values, known or not, in the order in which they are shown. */
export function shownValues({ values, ages }: Pick<ValuesEvent, "values" | "ages">): readonly ShownValue[] {
	return METRICS.map(({ key, unit }, index) => {
		const age = ages[key];
		const ageSeconds = age === undefined ? null : Math.round(age / 1000);
		return { key, name: ENTITIES[index]?.name ?? key, value: values[key] ?? null, unit, ageSeconds };
	});
}
