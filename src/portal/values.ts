import { ENTITIES } from "../homeassistant/entities";
import { METRICS, type MetricKey } from "../vehicle/metrics";
import type { Status } from "./portal-device";

/** One value as it is shown. */
export interface ShownValue {
	readonly key: MetricKey;
	/** As in Home Assistant. */
	readonly name: string;
	/** `null`, which JSON can say, while it is unknown. */
	readonly value: number | null;
	readonly unit: string;
	/** Whole seconds since the car told it; `null` while it is unknown. */
	readonly ageSeconds: number | null;
}

/** All values, known or not, in the order in which they are shown. */
export function shownValues({ values, ages }: Status): readonly ShownValue[] {
	return METRICS.map(({ key, unit }) => {
		const name = ENTITIES.find(({ metric }) => metric === key)?.name ?? key;
		const age = ages[key];
		const ageSeconds = age === undefined ? null : Math.round(age / 1000);
		return { key, name, value: values[key] ?? null, unit, ageSeconds };
	});
}
