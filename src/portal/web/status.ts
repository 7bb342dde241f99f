import { type Child, h, table } from "./dom";
import { reason, t } from "./texts";

/** What `/api/status` tells; what is left out is not known. */
export interface Status {
	readonly configured?: boolean;
	readonly complaints?: readonly { readonly field: string; readonly message: string }[];
	readonly host?: string;
	readonly uptime?: number;
	readonly connection?: Stand;
	readonly wifi?: Stand & { readonly ssid?: string; readonly rssi?: number };
	readonly bus?: string;
	readonly identity?: { readonly generation?: string; readonly packKwh?: number };
	readonly poll?: { readonly name: string; readonly dueInMs: number; readonly waits: string };
	readonly fault?: { readonly reason: string };
	readonly crystal?: number;
	readonly protection?: string;
	readonly values?: readonly Value[];
	readonly [name: string]: unknown;
}

interface Stand {
	readonly state: string;
	readonly reason?: string;
	readonly detail?: string;
	readonly retryMs?: number;
}

interface Value {
	readonly key: string;
	readonly name: string;
	readonly value: string | number | boolean | null;
	readonly unit: string;
	readonly ageSeconds: number | null;
}

/** Those that are shown even while they are unknown. */
const PRIMARY = ["soc", "health", "voltage", "capacity", "range"];

/** A time span, s, in the largest unit that tells it. */
export function span(seconds: number): string {
	if (seconds < 120) return `${Math.round(seconds)} s`;
	return seconds < 7200 ? `${Math.round(seconds / 60)} min` : `${Math.round(seconds / 3600)} h`;
}

/** Where a connection stands, and why. */
export function stand(connection?: Stand): string {
	if (!connection) return "–";
	const { state, reason: why, detail, retryMs } = connection;
	const texts: Record<string, string> = { online: "ok", up: "ok", connecting: "testing", joining: "testing" };
	const text = t(texts[state] ?? (state === "removed" ? state : "")) || (why ? "" : "–");
	const retry = retryMs ? ` ${span(retryMs / 1000)}` : "";
	return `${text} ${why ? reason(why, detail) : ""}${retry && ` → ${retry}`}`.trim();
}

/** What the car tells, each with its age; only what matters most while the device is set up. */
export function values({ configured, values: all = [] }: Status): HTMLElement {
	const shown = all.filter(({ key, value }) => (configured && value !== null) || PRIMARY.includes(key));
	const row = ({ name, value, unit, ageSeconds }: Value): Child[] => [
		name,
		value === null ? "–" : typeof value === "boolean" ? t(value ? "yes" : "no") : `${value} ${unit}`,
		ageSeconds === null ? "" : span(ageSeconds),
	];
	return table(shown.map(row), ["car", "value", "age"]);
}

/** What was found of the car, the chip and the bus. */
export function found(status: Status): Child {
	const { bus, identity, crystal, fault, values: all = [] } = status;
	const heard = all.some(({ value }) => value !== null);
	const facts = [
		bus?.toUpperCase(),
		identity?.generation,
		identity?.packKwh && `${identity.packKwh} kWh`,
		crystal && `${t("crystal")} ${crystal / 1e6} MHz`,
	].filter(Boolean);
	return [
		h("p", {}, facts.join(", ")),
		!heard && h("p", {}, t("silent")),
		fault && h("p", { class: "bad" }, reason(fault.reason)),
	];
}

/** What the car is asked next, and what that waits for. */
export function poll({ poll: next }: Status): Child {
	if (!next) return undefined;
	const { name, dueInMs, waits } = next;
	const isObstacle = !["now", "not-yet", "gap"].includes(waits);
	return h("p", {}, `${t("poll")}: ${name}, ${span(dueInMs / 1000)}`, isObstacle && `, ${t(waits)}`);
}

/** Names and values of whatever there is, one level a line. */
export function lines(at: unknown, name = ""): [string, string][] {
	if (at === null || typeof at !== "object") return [[name, String(at)]];
	return Object.entries(at).flatMap(([key, value]) => lines(value, name ? `${name}.${key}` : key));
}
