import type { HttpRequest } from "../../src/portal/http";

const HOST = "192.168.4.1";
/** Of who asks, in the device's own network. */
const PEER = "192.168.4.2";

/** A GET as a browser in the device's own network sends it. */
export function get(path: string, headers: Record<string, string> = {}): HttpRequest {
	const all = { host: HOST, "accept-encoding": "gzip, deflate", ...headers };
	return { method: "GET", path, headers: new Map(Object.entries(all)), body: "", from: "setup", peer: PEER };
}

/** A POST of the page's script. */
export function post(path: string, content: unknown, headers: Record<string, string> = {}): HttpRequest {
	const browser = { origin: `http://${HOST}`, "content-type": "application/json" };
	const request = get(path, { ...browser, ...headers });
	return { ...request, method: "POST", body: JSON.stringify(content) };
}

/** The form of the page, as a browser without JavaScript posts it. */
export function postForm(form: Record<string, string>, headers: Record<string, string> = {}): HttpRequest {
	const type = { "content-type": "application/x-www-form-urlencoded" };
	return { ...post("/setup", "", { ...type, ...headers }), body: new URLSearchParams(form).toString() };
}

/** The same over the home network. */
export function atHome(request: HttpRequest, peer = "192.168.1.20"): HttpRequest {
	return { ...request, from: "home", peer };
}
