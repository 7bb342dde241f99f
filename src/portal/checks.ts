import { deepFreeze } from "../deep-freeze";
import type { HttpRequest, HttpResponse } from "./http";
import { sentence } from "./responses";

/** Something that a request must not be, and the answer when it is. */
export interface Check {
	readonly status: number;
	readonly text: string;
	readonly broken: (request: HttpRequest) => boolean;
}

/** Host, captured without its port (RFC 9110, 7.2). */
const HOST = /^(\[[0-9a-f:.]+\]|[a-z0-9._-]+)(?::\d{1,5})?$/i;
/** Names that no name server on the internet can point at us: a page from elsewhere never comes with them. */
const OWN_NAME = /^(\[.*\]|\d{1,3}(\.\d{1,3}){3}|localhost|.*\.local)$/i;
const FORM = /^application\/x-www-form-urlencoded\s*(;|$)/i;

function hostOf({ headers }: HttpRequest): string | undefined {
	return HOST.exec(headers.get("host") ?? "")?.[1];
}

/** What every request must pass. */
export const REQUEST_CHECKS: readonly Check[] = deepFreeze([
	{
		status: 400,
		text: "The request does not say which host it is for.",
		broken: (request) => hostOf(request) === undefined,
	},
	{
		// DNS rebinding: a foreign name made to point here would let the foreign page read our answers.
		status: 421,
		text: "Open this device by its address or by its name in .local.",
		broken: (request) => !OWN_NAME.test(hostOf(request) ?? ""),
	},
]);

/** What a request that changes something must pass besides. */
export const CHANGE_CHECKS: readonly Check[] = deepFreeze([
	{
		// Browsers tell where a form came from; programs need not.
		status: 403,
		text: "The form came from another site.",
		broken: ({ headers }) =>
			(headers.get("origin") ?? `http://${headers.get("host")}`) !== `http://${headers.get("host")}`,
	},
	{
		status: 415,
		text: "Send application/x-www-form-urlencoded.",
		broken: ({ headers }) => !FORM.test(headers.get("content-type") ?? ""),
	},
	{ status: 413, text: "The form is too long.", broken: ({ body }) => body === undefined },
]);

/** The answer to a request that breaks one of the checks. */
export function objection(checks: readonly Check[], request: HttpRequest): HttpResponse | undefined {
	const check = checks.find(({ broken }) => broken(request));
	return check && sentence(check.status, check.text);
}
