import { deepFreeze } from "../deep-freeze";
import type { HttpResponse } from "./http";

/** Address of the device in its own network: what ESP-IDF gives to an access point. */
export const SETUP_URL = "http://192.168.4.1/";

/** What a system asks for on the internet to find out whether it is there, and the answer of the internet. */
export interface Probe {
	readonly of: string;
	readonly host: string;
	readonly path: string;
	readonly status: 200 | 204;
	readonly body: string;
}

/** Of these each system believes that there is internet; from any other, such as a redirect, that there is a portal. */
export const PROBES: readonly Probe[] = deepFreeze([
	probe("Android, ChromeOS", "connectivitycheck.gstatic.com", "/generate_204"),
	probe("Android", "www.google.com", "/gen_204"),
	probe("iOS, macOS", "captive.apple.com", "/hotspot-detect.html", appleSuccess()),
	probe("iOS, macOS (old)", "www.apple.com", "/library/test/success.html", appleSuccess()),
	probe("Windows", "www.msftconnecttest.com", "/connecttest.txt", "Microsoft Connect Test"),
	probe("Windows (old)", "www.msftncsi.com", "/ncsi.txt", "Microsoft NCSI"),
	probe("Firefox", "detectportal.firefox.com", "/success.txt", "success\n"),
	probe(
		...(["Firefox", "detectportal.firefox.com", "/canonical.html"] as const),
		'<meta http-equiv="refresh" content="0;url=https://support.mozilla.org/kb/captive-portal"/>',
	),
	probe(
		...(["Kindle", "spectrum.s3.amazonaws.com", "/kindle-wifi/wifistub.html"] as const),
		"<html><body>81ce4465-7167-4dcb-835b-dcc9e44c112a</body></html>",
	),
]);

function probe(of: string, host: string, path: string, body = ""): Probe {
	return { of, host, path, status: body === "" ? 204 : 200, body };
}

function appleSuccess(): string {
	return "<HTML><HEAD><TITLE>Success</TITLE></HEAD><BODY>Success</BODY></HTML>";
}

/**
 * Answers who in the setup network asks for something that is elsewhere.
 *
 * @param path Without query.
 * @param done Nothing is left to be set up: the phone may be content.
 */
export function captiveAnswer(path: string, done: boolean): HttpResponse {
	const known = done ? PROBES.find((each) => each.path === path) : undefined;
	if (known === undefined) {
		return { status: 302, headers: { location: SETUP_URL, "cache-control": "no-store" }, body: "" };
	}
	const type = known.path.endsWith(".html") ? "text/html" : "text/plain";
	return {
		status: known.status,
		headers: { "cache-control": "no-store", ...(known.body !== "" && { "content-type": type }) },
		body: known.body,
	};
}
