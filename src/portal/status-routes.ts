import type { HttpRequest, Respond } from "./http";
import type { Parts } from "./parts";
import { json, jsonOf, response } from "./responses";
import { shownValues } from "./values";

/** The page itself; its script asks for everything else. */
export function showPage({ page }: Parts, { headers }: HttpRequest, respond: Respond): void {
	const known = {
		...{ etag: page.etag, "cache-control": "no-cache", vary: "accept-encoding" },
		// Also with 304: its headers take the place of those that the browser has kept (RFC 9111, 3.2).
		"content-security-policy": page.csp,
	};
	if (headers.get("if-none-match") === page.etag) {
		respond(response(304, "", known));
	} else if (!/\bgzip\b/i.test(headers.get("accept-encoding") ?? "")) {
		const text = "This page comes compressed: ask for it with Accept-Encoding: gzip.\n";
		respond(response(406, text, { "content-type": "text/plain; charset=utf-8" }));
	} else {
		const type = { "content-type": "text/html; charset=utf-8", "content-encoding": "gzip" };
		respond(response(200, page.gzip, { ...known, ...type }));
	}
}

/** What the device knows and how it is. */
export function showStatus({ device }: Parts, _request: HttpRequest, respond: Respond): void {
	const status = device.status();
	const { ages: _, ...rest } = status;
	respond(json(200, { ...rest, values: shownValues(status) }));
}

/** The last events. */
export function showLog({ device }: Parts, _request: HttpRequest, respond: Respond): void {
	respond(jsonOf(200, `{"events":${device.log()}}`));
}
