import type { AppEvent } from "../../src/event";
import { troubleText } from "../../src/network/time-texts";
import type { WifiState } from "../../src/network/wifi-state";
import { shownValues } from "../../src/portal/values";
import { CAN_FAULT_TEXTS } from "./can-fault-texts";
import { reasonText } from "./reason-texts";
import { setupLines } from "./setup";
import { identityText, valueText } from "./value-texts";
import type { View } from "./view";

function wifiText({ state, ssid, reason }: WifiState): string | undefined {
	if (state === "up") return `in the network ${ssid}`;
	return state === "waiting"
		? `not in a network: ${reason}${ssid === undefined ? "" : `, ${ssid}`}`
		: undefined;
}

/** What is worth a line in a log that nobody watches; `undefined` for what is not. */
export function describe(event: AppEvent): string | undefined {
	switch (event.event) {
		case "started":
			return `${event.clientId}, firmware ${event.firmware}, broker ${event.broker}`;
		case "unconfigured":
			if (event.errors.length === 0) return "no settings yet: the portal asks for them";
			return `no valid settings: ${event.errors.map(({ field, message }) => `${field} ${message}`).join("; ")}`;
		case "fault":
			if (event.where === "can") return `CAN bus: ${CAN_FAULT_TEXTS[event.reason]}`;
			return `${event.where}: ${event.reason}${event.where === "boot" && event.detail ? `, ${event.detail}` : ""}`;
		case "connection":
			return event.reason === undefined
				? event.state
				: `not connected: ${reasonText(event.reason, event.detail)}; next attempt in ${Math.round((event.retryMs ?? 0) / 1000)} s`;
		case "setup-network":
			return `setup network ${event.ssid}, password ${event.password}`;
		case "portal-password":
			return `password of the portal, until you choose one: ${event.password}`;
		case "wifi":
			return wifiText(event);
		case "time":
			return "utc" in event
				? `time from ${event.server}: ${event.utc}`
				: `no time: ${troubleText(event.server, event)}`;
		case "delivered":
			return event.missing.length === 0 ? undefined : `delivered; still unknown: ${event.missing.join(", ")}`;
		case "identity": {
			const reasons = event.evidence.map(({ says, because }) => `${says}: ${because}`).join("; ");
			return `${identityText(event)}${reasons === "" ? "" : ` (${reasons})`}`;
		}
		case "shortage":
			return `too little room: ${event.dropped} messages given up, ${event.unsaved} would not outlive a restart`;
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
		start: ({ engine, tls, car, broker, portal, portalPassword, setup, notes = [] }) => {
			for (const note of notes) print(note);
			print(`${engine} with ${tls} | ${car} | ${broker} | ${portal}`);
			if (portalPassword !== undefined) print(`password of the portal: ${portalPassword}`);
			if (setup !== undefined) print(`enter in the portal: ${setupLines(setup).join("; ")}`);
		},
		event: (event) => {
			const line = describe(event);
			if (line !== undefined) print(line);
			if (event.event !== "values") return;
			const known = shownValues(event).filter(({ value }) => value !== null);
			const values = known.map((shown) => `${shown.key} ${valueText(shown)}`).join("  ");
			if (values !== lastValues) print(values);
			lastValues = values;
		},
		text: print,
		end: (_, text) => print(text),
	};
}
