import type { AppEvent } from "../../src/event";
import { METRICS } from "../../src/vehicle/metrics";
import { reasonText } from "./reason-texts";
import { setupLines } from "./setup";
import type { View } from "./view";

/** What is worth a line in a log that nobody watches; `undefined` for what is not. */
export function describe(event: AppEvent): string | undefined {
	switch (event.event) {
		case "started":
			return `${event.clientId}, firmware ${event.firmware}, broker ${event.broker}`;
		case "unconfigured":
			if (event.errors.length === 0) return "no settings yet: the portal asks for them";
			return `no valid settings: ${event.errors.map(({ field, message }) => `${field} ${message}`).join("; ")}`;
		case "fault":
			return `fault in ${event.where}: ${event.reason}`;
		case "connection":
			return event.reason === undefined
				? event.state
				: `not connected: ${reasonText(event.reason, event.detail)}; next attempt in ${Math.round((event.retryMs ?? 0) / 1000)} s`;
		case "delivered":
			return event.missing.length === 0 ? undefined : `delivered; still unknown: ${event.missing.join(", ")}`;
		case "stopped":
			return "stopped";
		default:
			return undefined;
	}
}

/** One line for each thing that happens: for logs and pipes. */
export function plainView(print: (line: string) => void): View {
	let lastValues = "";
	return {
		start: ({ engine, car, broker, portal, setup, note }) => {
			if (note !== undefined) print(note);
			print(`${engine} | ${car} | ${broker} | ${portal}`);
			if (setup !== undefined) print(`enter in the portal: ${setupLines(setup).join("; ")}`);
		},
		event: (event) => {
			const line = describe(event);
			if (line !== undefined) print(line);
			if (event.event !== "values") return;
			const known = METRICS.filter(({ key }) => event.values[key] !== undefined);
			const values = known.map(({ key, unit }) => `${key} ${event.values[key]} ${unit}`).join("  ");
			if (values !== lastValues) print(values);
			lastValues = values;
		},
		text: print,
		end: (_, text) => print(text),
	};
}
