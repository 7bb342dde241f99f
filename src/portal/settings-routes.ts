import { isObject, type Json, jsonObject } from "../settings/json-object";
import { PASSPHRASE } from "../settings/passphrase-file";
import { changesOf, parseForm } from "./form";
import { refusedPage, savedPage } from "./form-answer";
import type { HttpRequest, HttpResponse, Respond } from "./http";

import type { Parts } from "./parts";
import type { Refusal } from "./portal-device";
import { done, faulty, json, outcome, page, problem } from "./responses";
import { tooEarly } from "./session-routes";

/** Length of an admin password, characters. */
export const ADMIN_PASSWORD = Object.freeze({ shortest: 8, longest: 128 });
/** Time for the last answer to go out before the device does, ms. */
const LAST_ANSWER = 1000;

/** How many characters there may be. */
interface Length {
	readonly shortest: number;
	readonly longest: number;
}

function isOfLength(value: unknown, { shortest, longest }: Length): value is string {
	return typeof value === "string" && value.length >= shortest && value.length <= longest;
}

function badLength(field: string, { shortest, longest }: Length): Refusal {
	return { errors: [{ field, message: `must have ${shortest} to ${longest} characters` }] };
}

/** The settings without their secrets. */
export function showSettings({ device }: Parts, _request: HttpRequest, respond: Respond): void {
	respond(json(200, { settings: device.settings() }));
}

/** Changes the settings. */
export function changeSettings(parts: Parts, { body = "" }: HttpRequest, respond: Respond): void {
	const changes = jsonObject(body);
	if (changes === undefined) respond(notJson());
	else apply(parts, changes, respond, outcome);
}

export function notJson(): HttpResponse {
	return problem(400, "not-json", "Send a JSON object.");
}

/** Takes the form of a browser without JavaScript: only of whoever sets the device up for the first time. */
export function takeForm(parts: Parts, { body = "", from }: HttpRequest, respond: Respond): void {
	if (from !== "setup" || parts.device.status().configured) {
		respond(problem(403, "configured", "This form is for setting the device up."));
		return;
	}
	const entries = parseForm(body);
	if (entries === undefined) respond(problem(400, "not-a-form", "The form cannot be read."));
	else apply(parts, changesOf(entries), respond, formOutcome);
}

function formOutcome(refusal: Refusal | undefined): HttpResponse {
	if (refusal === undefined) return page(200, savedPage());
	if ("errors" in refusal) return page(400, refusedPage(refusal.errors));
	return page(500, refusedPage([{ field: "settings", message: `could not be stored (${refusal.reason})` }]));
}

/** Changes the settings; a new admin password becomes its hash before that. */
function apply(
	parts: Parts,
	changes: Json,
	respond: Respond,
	answerOf: (refusal: Refusal | undefined) => HttpResponse,
): void {
	const section = isObject(changes["device"]) ? changes["device"] : {};
	if (Object.hasOwn(section, "admin")) {
		respond(
			answerOf({ errors: [{ field: "device.admin", message: "is not to be set: send adminPassword" }] }),
		);
		return;
	}
	if (!Object.hasOwn(section, "adminPassword")) {
		respond(answerOf(parts.device.change(changes)));
		return;
	}
	const { adminPassword, ...rest } = section;
	const change = (admin: string | null) => {
		const refusal = parts.device.change({ ...changes, device: { ...rest, admin } });
		if (refusal === undefined) parts.access.endAll();
		respond(answerOf(refusal));
	};
	if (adminPassword === null) change(null);
	else if (!isOfLength(adminPassword, ADMIN_PASSWORD)) {
		respond(answerOf(badLength("device.adminPassword", ADMIN_PASSWORD)));
		// Not as long as guesses have to wait: the owner is in already.
	} else if (parts.gate.isBusy) respond(tooEarly(1));
	else parts.gate.hash(adminPassword, change);
}

/** All settings as a file under a passphrase. */
export function exportSettings({ device }: Parts, { body = "" }: HttpRequest, respond: Respond): void {
	const { passphrase } = jsonObject(body) ?? {};
	if (!isOfLength(passphrase, PASSPHRASE)) {
		respond(outcome(badLength("passphrase", PASSPHRASE)));
		return;
	}
	device.exportSettings(passphrase, (result) => {
		if ("reason" in result) respond(failed(500, result.reason, "The settings could not be exported."));
		else respond(json(200, { file: result.file }));
	});
}

/** The settings of such a file take the place of those in use. */
export function importSettings(
	{ device, access }: Parts,
	{ body = "" }: HttpRequest,
	respond: Respond,
): void {
	const { passphrase, file } = jsonObject(body) ?? {};
	if (!isOfLength(passphrase, PASSPHRASE)) {
		respond(outcome(badLength("passphrase", PASSPHRASE)));
		return;
	}
	if (typeof file !== "string") {
		respond(faulty([{ field: "file", message: "is missing" }]));
		return;
	}
	device.importSettings(file, passphrase, (refusal) => {
		if (refusal === undefined) {
			access.endAll();
			respond(done());
		} else if ("errors" in refusal) respond(faulty(refusal.errors));
		else respond(failed(400, refusal.reason, "The file could not be imported."));
	});
}

/** There is one file at a time. */
function failed(status: number, reason: string, message: string): HttpResponse {
	return reason === "busy"
		? problem(409, reason, "Another file is under way.")
		: problem(status, reason, message);
}

/** Restarts, after the answer. */
export function restart({ clock, device }: Parts, _request: HttpRequest, respond: Respond): void {
	respond(done());
	clock.after(LAST_ANSWER, () => device.restart());
}

/** Forgets everything, after the answer, if that is really meant. */
export function reset({ clock, device, access }: Parts, { body = "" }: HttpRequest, respond: Respond): void {
	if (jsonObject(body)?.["confirm"] !== "reset") {
		respond(problem(400, "not-confirmed", 'Send {"confirm":"reset"}.'));
		return;
	}
	access.endAll();
	respond(done());
	clock.after(LAST_ANSWER, () => device.factoryReset());
}
