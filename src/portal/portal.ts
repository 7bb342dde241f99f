import { deepFreeze } from "../deep-freeze";
import type { SettingsError } from "../settings/settings";
import { CHANGE_CHECKS, objection, REQUEST_CHECKS } from "./checks";
import { documentOf, parseForm } from "./form";
import type { HttpRequest, HttpResponse } from "./http";
import type { Heard, Refusal } from "./portal-device";
import { json, page, seeOther, sentence } from "./responses";
import { setupPage } from "./setup-page";
import { statusPage } from "./status-page";
import { shownValues } from "./values";

/** The device as these pages see it. */
export interface SetupDevice {
	/** What is wrong with the stored settings, empty when none are stored; `undefined` when they are in use. */
	readonly complaints: readonly SettingsError[] | undefined;
	status(): Heard;
	/**
	 * Stores a settings document and starts to work with it. Only for a device that has no settings.
	 *
	 * @returns Why not; nothing when it has.
	 */
	configure(document: string): Refusal | undefined;
}

/** One thing that can be asked of the device. A POST changes something, a GET does not. */
interface Route {
	readonly method: "GET" | "POST";
	readonly path: string;
	readonly answer: (device: SetupDevice, request: HttpRequest) => HttpResponse;
}

const ROUTES: readonly Route[] = deepFreeze([
	{ method: "GET", path: "/", answer: showDevice },
	{ method: "GET", path: "/values.json", answer: showValues },
	{ method: "POST", path: "/settings", answer: takeSettings },
]);

/** Answers any request; never throws and never tells a secret. */
export function answer(device: SetupDevice, request: HttpRequest): HttpResponse {
	const refused = objection(REQUEST_CHECKS, request);
	if (refused !== undefined) return refused;
	const path = request.path.split("?", 1)[0];
	const routes = ROUTES.filter((route) => route.path === path);
	if (routes.length === 0) return sentence(404, "There is no such page.");
	const route = routes.find(({ method }) => method === request.method);
	if (route === undefined) {
		const allow = routes.map(({ method }) => method).join(", ");
		return sentence(405, `This page takes ${allow}.`, { allow });
	}
	const unsafe = route.method === "POST" ? objection(CHANGE_CHECKS, request) : undefined;
	return unsafe ?? route.answer(device, request);
}

function showDevice(device: SetupDevice): HttpResponse {
	const problems = device.complaints;
	if (problems === undefined) return page(200, statusPage(device.status()));
	return page(200, setupPage({ problems, entered: new Map() }));
}

function showValues(device: SetupDevice): HttpResponse {
	const status = device.status();
	return json({ connection: status.connection, values: shownValues(status) });
}

function takeSettings(device: SetupDevice, { body = "" }: HttpRequest): HttpResponse {
	if (device.complaints === undefined) return sentence(403, "The device has its settings.");
	const entries = parseForm(body);
	if (entries === undefined) return sentence(400, "The form cannot be read.");
	const refusal = device.configure(documentOf(entries));
	if (refusal === undefined) return seeOther("/");
	const entered = new Map(entries);
	if ("errors" in refusal) return page(400, setupPage({ problems: refusal.errors, entered }));
	const problem = { field: "settings", message: `could not be stored (${refusal.reason})` };
	return page(500, setupPage({ problems: [problem], entered }));
}
