import { jsonObject } from "../settings/json-object";
import type { HttpRequest, Respond } from "./http";
import type { Parts } from "./parts";
import type { ScannedNetwork } from "./portal-device";
import { faulty, json, problem } from "./responses";
import { notJson } from "./settings-routes";

/** So many networks are shown, the strongest. */
const MOST_NETWORKS = 20;

/** Only what a person chooses by. */
function shown({ ssid, rssi, secure }: ScannedNetwork): ScannedNetwork {
	return { ssid, rssi, secure };
}

/** Looks which Wi-Fi networks there are; while it does already, that is what was asked for. */
export function startScan({ scan, device }: Parts, _request: HttpRequest, respond: Respond): void {
	if (!scan.isBusy) {
		scan.start((onDone) => {
			device.scan(onDone);
			return ignore;
		});
	}
	respond(json(202, { state: "scanning" }));
}

/** A scan cannot be stopped. */
function ignore(): void {}

/** How that went. */
export function showScan({ scan }: Parts, _request: HttpRequest, respond: Respond): void {
	const { result } = scan;
	if (scan.isBusy) respond(json(200, { state: "scanning" }));
	else if (result === undefined) respond(json(200, { state: "idle" }));
	else if ("reason" in result) respond(json(200, { state: "failed", reason: result.reason }));
	else {
		const strongest = [...result].sort((one, other) => other.rssi - one.rssi).slice(0, MOST_NETWORKS);
		respond(json(200, { state: "done", networks: strongest.map(shown) }));
	}
}

/** Connects to the broker as it would with these changes. */
export function startTrial({ trial, device }: Parts, { body = "" }: HttpRequest, respond: Respond): void {
	const changes = jsonObject(body);
	if (changes === undefined) {
		respond(notJson());
		return;
	}
	if (trial.isBusy) {
		respond(problem(409, "busy", "One test is under way."));
		return;
	}
	const refusal = trial.start((onDone) => device.testBroker(changes, onDone));
	respond(refusal === undefined ? json(202, { state: "testing" }) : faulty(refusal.errors));
}

/** How that went. */
export function showTrial({ trial }: Parts, _request: HttpRequest, respond: Respond): void {
	const { result } = trial;
	if (trial.isBusy) respond(json(200, { state: "testing" }));
	else respond(json(200, result === undefined ? { state: "idle" } : { state: "done", result }));
}
