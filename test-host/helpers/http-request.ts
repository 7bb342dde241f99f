import type { HttpRequest } from "../../src/portal/http";

/** A GET as a browser in the home network sends it. */
export function get(path: string, headers: Record<string, string> = {}): HttpRequest {
	const all = { host: "192.168.4.1", ...headers };
	return { method: "GET", path, headers: new Map(Object.entries(all)), body: "", from: "home" };
}

/** The form of the page, as a browser posts it. */
export function post(form: Record<string, string>, headers: Record<string, string> = {}): HttpRequest {
	const browser = { origin: "http://192.168.4.1", "content-type": "application/x-www-form-urlencoded" };
	const request = get("/settings", { ...browser, ...headers });
	return { ...request, method: "POST", body: new URLSearchParams(form).toString() };
}
