import { deepFreeze } from "../deep-freeze";
import type { HttpRequest, HttpResponse } from "./http";
import { problem } from "./responses";

/** Something that a request must not be, and the answer when it is. */
export interface Check {
	readonly status: number;
	readonly error: string;
	readonly message: string;
	readonly broken: (request: HttpRequest) => boolean;
}

/** Host, captured without its port (RFC 9110, 7.2). */
const HOST = () => /^(\[[0-9a-f:.]+\]|[a-z0-9._-]+)(?::\d{1,5})?$/i;
/** Names that no name server on the internet can point at us: a page from elsewhere never comes with them. */
const OWN_NAME = () => /^(\[.*\]|\d{1,3}(\.\d{1,3}){3}|localhost|[^.]+\.local)$/i;
const JSON_TYPE = () => /^application\/json\s*(;\s*charset=utf-8\s*)?$/i;
const FORM_TYPE = () => /^application\/x-www-form-urlencoded\s*(;\s*charset=utf-8\s*)?$/i;

/** Without port; `undefined` when it is not said, or no host. */
function hostOf({ headers }: HttpRequest): string | undefined {
	return HOST().exec(headers.get("host") ?? "")?.[1];
}

/** Whether it is meant for somebody else. */
export function isForeign(request: HttpRequest): boolean {
	const host = hostOf(request);
	return host !== undefined && !OWN_NAME().test(host);
}

function isOtherSite({ headers }: HttpRequest): boolean {
	const own = `http://${headers.get("host")}`;
	return (
		(headers.get("origin") ?? own) !== own ||
		!["same-origin", "none"].includes(headers.get("sec-fetch-site") ?? "none")
	);
}

/** What every request must pass. */
export const REQUEST_CHECKS: readonly Check[] = deepFreeze([
	{
		...{ status: 400, error: "no-host", message: "The request does not say which host it is for." },
		broken: (request) => hostOf(request) === undefined,
	},
	{
		// DNS rebinding: a foreign name made to point here would let the foreign page read our answers.
		...{ status: 421, error: "foreign-host" },
		message: "Open this device by its address or by its name in .local.",
		broken: isForeign,
	},
]);

const OTHER_SITE: Check = deepFreeze({
	// Browsers tell where a request came from; programs need not.
	...{ status: 403, error: "other-site", message: "The request came from another site." },
	broken: isOtherSite,
});

/** To be asked after all the others: who has not logged in is told that, and not that it was too much. */
export const LENGTH_CHECKS: readonly Check[] = deepFreeze([
	{
		...{ status: 413, error: "too-long", message: "That is too much." },
		broken: ({ body }) => body === undefined,
	},
]);

/** What a request that changes something must pass besides. */
export const CHANGE_CHECKS: readonly Check[] = deepFreeze([
	OTHER_SITE,
	{
		...{ status: 415, error: "not-json", message: "Send application/json." },
		broken: ({ headers }) => !JSON_TYPE().test(headers.get("content-type") ?? ""),
	},
]);

/** The same for the form of a browser without JavaScript, which cannot bring a token: it must say where it is from. */
export const FORM_CHECKS: readonly Check[] = deepFreeze([
	OTHER_SITE,
	{
		...{ status: 403, error: "no-origin", message: "The browser does not say from which page the form is." },
		broken: ({ headers }) => !headers.has("origin") && !headers.has("sec-fetch-site"),
	},
	{
		...{ status: 415, error: "not-a-form", message: "Send application/x-www-form-urlencoded." },
		broken: ({ headers }) => !FORM_TYPE().test(headers.get("content-type") ?? ""),
	},
]);

/** The answer to a request that breaks one of the checks. */
export function objection(checks: readonly Check[], request: HttpRequest): HttpResponse | undefined {
	const check = checks.find(({ broken }) => broken(request));
	return check && problem(check.status, check.error, check.message);
}
