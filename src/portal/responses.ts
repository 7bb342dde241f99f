import { jsonText } from "../json";
import type { Markup } from "./html";
import type { HttpResponse } from "./http";

/** No script, no frame, nothing from elsewhere, nothing kept, no type guessed. */
const SECURITY_HEADERS = Object.freeze({
	"content-security-policy":
		"default-src 'none'; style-src 'unsafe-inline'; form-action 'self'; frame-ancestors 'none'",
	"cache-control": "no-store",
	"x-content-type-options": "nosniff",
	// Not `no-referrer`: browsers then send `Origin: null` with the page's own form.
	"referrer-policy": "same-origin",
});

function response(status: number, body: string, headers: Readonly<Record<string, string>>): HttpResponse {
	return { status, headers: { ...SECURITY_HEADERS, ...headers }, body };
}

/** A page for a person. */
export function page(status: number, { markup }: Markup): HttpResponse {
	return response(status, markup, { "content-type": "text/html; charset=utf-8" });
}

/** One sentence, for what no browser comes to by following the page. */
export function sentence(status: number, text: string, headers = {}): HttpResponse {
	return response(status, `${text}\n`, { "content-type": "text/plain; charset=utf-8", ...headers });
}

/** Data for a program. */
export function json(content: object): HttpResponse {
	return response(200, jsonText(content), { "content-type": "application/json" });
}

/** Sends the browser on with a GET (RFC 9110, 15.4.4). */
export function seeOther(location: string): HttpResponse {
	return response(303, "", { location });
}
