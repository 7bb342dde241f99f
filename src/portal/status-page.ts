import { CAN_FAULT_TEXTS } from "../can/can-faults";
import { html, type Markup, type Part } from "./html";
import { pageOf } from "./page";
import type { Heard } from "./portal-device";
import { identityText, pollText, type ShownValue, shownValues, valueText, worthShowing } from "./values";

/** How long until the page is looked at again, s. */
const REFRESH = 5;

/** Why a value was not believed. */
const DOUBT_TEXTS = Object.freeze({ implausible: "out of its limits", jump: "too far from the one before" });

/** The page of a device at work: what it knows, why, and whether the broker has it. */
export function statusPage(status: Heard): Markup {
	return pageOf(
		"Leafcast",
		html`
<meta http-equiv="refresh" content="${REFRESH}">`,
		html`<p>Broker: ${connectionText(status.connection)}</p>
<p>CAN bus: ${busText(status)}</p>
${identity(status.identity)}${poll(status.poll)}<table>
<caption>The car</caption>
<thead><tr><th scope="col">Value</th><th scope="col">Now</th><th scope="col">Heard</th></tr></thead>
<tbody>
${worthShowing(shownValues(status)).map(row)}</tbody>
</table>
${doubted(status.doubts)}`,
	);
}

function connectionText(connection: Heard["connection"]): string {
	if (!("reason" in connection)) return connection.state;
	const { reason = "", detail, retryMs = 0 } = connection;
	const why = detail === undefined ? reason : `${reason}: ${detail}`;
	return `not connected (${why}), next attempt within ${Math.ceil(retryMs / 1000)} s`;
}

function busText({ frames, fault }: Heard): string {
	const heard = frames === 0 ? "nothing heard yet; is the car on?" : `${frames} frames heard`;
	if (fault === undefined) return heard;
	return `${heard}; ${ageText(Math.round(fault.age / 1000))}: ${CAN_FAULT_TEXTS[fault.reason]}`;
}

function identity(known: Heard["identity"]): Part {
	if (known === undefined) return undefined;
	const { evidence, ...verdict } = known;
	const reasons = evidence.map(({ says, because }) => html`<li>${says}: ${because}</li>\n`);
	return html`<details><summary>Car: ${identityText(verdict)}</summary>
<ul>
${reasons}</ul>
</details>
`;
}

function poll(next: Heard["poll"]): Part {
	return (
		next &&
		html`<p>Next question to the car: ${pollText(next)}</p>
`
	);
}

function doubted(doubts: Heard["doubts"] = {}): Part {
	const entries = Object.entries(doubts).map(
		([name, { count, last, quality, source }]) =>
			html`<li>${name}: ${count}, the last one ${DOUBT_TEXTS[last]}; the value shown is ${quality} (${source})</li>\n`,
	);
	if (entries.length === 0) return undefined;
	return html`<details><summary>Values not believed</summary>
<ul>
${entries}</ul>
</details>
`;
}

function row(shown: ShownValue): Markup {
	const { name, ageSeconds } = shown;
	return html`<tr><th scope="row">${name}</th><td>${valueText(shown)}</td><td>${ageSeconds === null ? "" : ageText(ageSeconds)}</td></tr>
`;
}

function ageText(seconds: number): string {
	if (seconds < 2) return "now";
	if (seconds < 120) return `${seconds} s ago`;
	return seconds < 7200 ? `${Math.round(seconds / 60)} min ago` : `${Math.round(seconds / 3600)} h ago`;
}
