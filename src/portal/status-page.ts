import { html, type Markup } from "./html";
import { pageOf } from "./page";
import type { Status } from "./portal-device";
import { type ShownValue, shownValues } from "./values";

/** How long until the page is looked at again, s. */
const REFRESH = 5;

/** The page of a device at work: what it knows, and whether the broker has it. */
export function statusPage(status: Status): Markup {
	return pageOf(
		"Leafcast",
		html`
<meta http-equiv="refresh" content="${REFRESH}">`,
		html`<p>Broker: ${connectionText(status.connection)}</p>
<table>
<caption>The car</caption>
<thead><tr><th scope="col">Value</th><th scope="col">Now</th><th scope="col">Heard</th></tr></thead>
<tbody>
${shownValues(status).map(row)}</tbody>
</table>`,
	);
}

function connectionText(connection: Status["connection"]): string {
	if (!("reason" in connection)) return connection.state;
	const { reason = "", detail, retryMs = 0 } = connection;
	const why = detail === undefined ? reason : `${reason}: ${detail}`;
	return `not connected (${why}), next attempt within ${Math.ceil(retryMs / 1000)} s`;
}

function row({ name, value, unit, ageSeconds }: ShownValue): Markup {
	const now = value === null ? "unknown" : `${value} ${unit}`;
	return html`<tr><th scope="row">${name}</th><td>${now}</td><td>${ageSeconds === null ? "" : ageText(ageSeconds)}</td></tr>
`;
}

function ageText(seconds: number): string {
	if (seconds < 2) return "now";
	if (seconds < 120) return `${seconds} s ago`;
	return seconds < 7200 ? `${Math.round(seconds / 60)} min ago` : `${Math.round(seconds / 3600)} h ago`;
}
