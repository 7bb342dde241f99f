import { jsonObject } from "../settings/json-object";
import type { HttpRequest, HttpResponse, Respond } from "./http";
import type { Parts } from "./parts";
import { done, json, problem } from "./responses";

/** Longer than any password; the hash would take them all. */
const LONGEST_PASSWORD = 128;

/** Of the settings; the page begins in it. */
function languageOf({ device }: Parts): string {
	const { device: section } = device.settings() as { device?: { language?: unknown } };
	return typeof section?.language === "string" ? section.language : "en";
}

/** Who asks, as the device sees it, and the token that changes need. */
export function showSession(parts: Parts, request: HttpRequest, respond: Respond): void {
	const token = parts.access.tokenOf(request);
	const waitSeconds = parts.gate.waitSeconds(request.peer);
	respond(
		json(200, {
			access: request.from,
			loggedIn: token !== undefined,
			...(token !== undefined && { token }),
			language: languageOf(parts),
			...(token === undefined && waitSeconds > 0 && { waitSeconds }),
		}),
	);
}

/** There is no looking at a password, or making one, for so long, s. */
export function tooEarly(waitSeconds: number): HttpResponse {
	return problem(429, "wait", `Try again in ${waitSeconds} s.`, { "retry-after": String(waitSeconds) });
}

/** Logs in. In the setup network there is nothing to be logged in to. */
export function logIn(parts: Parts, request: HttpRequest, respond: Respond): void {
	if (request.from === "setup") {
		showSession(parts, request, respond);
		return;
	}
	const { password } = jsonObject(request.body ?? "") ?? {};
	if (typeof password !== "string" || password === "" || password.length > LONGEST_PASSWORD) {
		respond(problem(400, "no-password", "Send the password."));
		return;
	}
	const { peer } = request;
	const waitSeconds = parts.gate.waitSeconds(peer);
	if (waitSeconds > 0) {
		respond(tooEarly(waitSeconds));
		return;
	}
	parts.gate.check(password, peer, (right) => respond(right ? entered(parts) : wrong(parts, peer)));
}

function entered({ access }: Parts): HttpResponse {
	const { cookie, token } = access.begin();
	return json(200, { access: "home", loggedIn: true, token }, { "set-cookie": cookie });
}

function wrong({ gate }: Parts, peer: string): HttpResponse {
	const waitSeconds = gate.waitSeconds(peer);
	const wait = waitSeconds > 0 && { waitSeconds };
	const error = { error: "wrong-password", message: "That is not the password." };
	return json(401, { ...error, ...wait });
}

/** Logs out. */
export function logOut({ access }: Parts, request: HttpRequest, respond: Respond): void {
	respond(done({ "set-cookie": access.end(request) }));
}
