import { jsonText } from "../json";
import type { SettingsError } from "../settings/settings";
import type { Markup } from "./html";
import type { HttpResponse } from "./http";
import type { Refusal } from "./portal-device";

/** Nothing kept, no type guessed, nobody else's window or page. */
const SECURITY_HEADERS = Object.freeze({
	"content-security-policy": "default-src 'none'; frame-ancestors 'none'",
	"cache-control": "no-store",
	"x-content-type-options": "nosniff",
	"cross-origin-opener-policy": "same-origin",
	"cross-origin-resource-policy": "same-origin",
	// Not `no-referrer`: browsers then send `Origin: null` with the page's own form.
	"referrer-policy": "same-origin",
});

type Headers = Readonly<Record<string, string>>;

/** Any answer, with the headers that guard it; `headers` may replace them. */
export function response(status: number, body: string | Uint8Array, headers: Headers): HttpResponse {
	return { status, headers: { ...SECURITY_HEADERS, ...headers }, body };
}

/** A page for a person. */
export function page(status: number, { markup }: Markup): HttpResponse {
	return response(status, markup, { "content-type": "text/html; charset=utf-8" });
}

/** Data for a program. */
export function json(status: number, content: object, headers: Headers = {}): HttpResponse {
	return jsonOf(status, jsonText(content), headers);
}

/** The same of what is JSON already. */
export function jsonOf(status: number, text: string, headers: Headers = {}): HttpResponse {
	return response(status, text, { "content-type": "application/json", ...headers });
}

/** Why not: a code for programs, a sentence for people. */
export function problem(status: number, error: string, message: string, headers: Headers = {}): HttpResponse {
	return json(status, { error, message }, headers);
}

/** What is wrong, field by field. */
export function faulty(errors: readonly SettingsError[]): HttpResponse {
	return json(400, { errors });
}

/** What has become of a change. */
export function outcome(refusal: Refusal | undefined): HttpResponse {
	if (refusal === undefined) return done();
	if ("errors" in refusal) return faulty(refusal.errors);
	return problem(500, refusal.reason, "The settings could not be stored.");
}

/** It is done. */
export function done(headers: Headers = {}): HttpResponse {
	return json(200, { ok: true }, headers);
}
