import type { PollVerdict } from "../../src/leaf/polling/poll-policy";
import type { NextPoll } from "../../src/leaf/polling/poller-options";
import type { ShownValue } from "../../src/portal/values";
import type { KnownIdentity } from "../../src/vehicle/identity-watch";
import { PRIMARY_METRICS } from "../../src/vehicle/metrics";

/** What a poll may wait for, other than its time. */
const OBSTACLES: Readonly<Partial<Record<PollVerdict, string>>> = Object.freeze({
	asking: "asked, waits for the answer",
	"bus-silent": "waits until the car is heard",
	"no-ignition": "waits until the car may be on",
	"other-tester": "waits while somebody else asks the car",
	"bus-off": "waits after errors on the bus",
});

/** The values worth a line: those that are known, and the most important even when they are not. */
export function worthShowing(shown: readonly ShownValue[]): readonly ShownValue[] {
	return shown.filter(({ key, value }) => value !== null || PRIMARY_METRICS.includes(key));
}

/** A value with its unit, for a person. */
export function valueText({ value, unit }: Pick<ShownValue, "value" | "unit">): string {
	if (value === null) return "unknown";
	if (typeof value === "boolean") return value ? "yes" : "no";
	return unit === "" ? String(value) : `${value} ${unit}`;
}

/** What the car is asked next, when, and what that waits for, for a person. */
export function pollText({ name, dueInMs, waits }: NextPoll): string {
	const obstacle = OBSTACLES[waits];
	const time = dueInMs > 0 ? ` in ${Math.ceil(dueInMs / 1000)} s` : "";
	return obstacle === undefined ? `${name}${time || " now"}` : `${name}${time}, ${obstacle}`;
}

/** Generation and pack, for a person. */
export function identityText({ generation, packKwh }: Omit<KnownIdentity, "evidence">): string {
	const pack = packKwh === undefined ? "pack of unknown size" : `${packKwh} kWh pack`;
	return `${generation ?? "generation unknown"}, ${pack}`;
}
