import { deepFreeze } from "../deep-freeze";
import type { Field } from "../settings/field";
import type { SettingsError } from "../settings/settings";
import { fieldNamed } from "./form";
import { html, type Markup } from "./html";
import { pageOf } from "./page";

/** A field of the settings that the form asks for. */
interface Question {
	readonly field: string;
	readonly label: string;
	readonly hint?: string;
	/** It takes several lines. */
	readonly long?: true;
}

const QUESTIONS: readonly Question[] = deepFreeze([
	{ field: "mqtt.host", label: "MQTT broker", hint: "Its name or address, such as homeassistant.local" },
	{ field: "mqtt.port", label: "Port", hint: "Encrypted on every port but 1883" },
	{
		field: "mqtt.ca",
		label: "CA certificate",
		hint: "PEM text of the authority that has signed the broker's certificate",
		long: true,
	},
	{ field: "mqtt.user", label: "User" },
	{ field: "mqtt.password", label: "Password", hint: "Never shown again" },
	{
		field: "car.bus",
		label: "Where the device is connected",
		hint: "obd-gateway is the plug of cars from 2018 on",
	},
]);

/** What the form shows besides its questions. */
export interface SetupForm {
	readonly problems: readonly SettingsError[];
	/** What has been typed, by field. */
	readonly entered: ReadonlyMap<string, string>;
}

/** The page on which a device without settings gets them. */
export function setupPage({ problems, entered }: SetupForm): Markup {
	const elsewhere = problems.filter(({ field }) => QUESTIONS.every((question) => question.field !== field));
	const questions = QUESTIONS.map((question) => {
		const problem = problems.find(({ field }) => field === question.field);
		return ask(question, entered.get(question.field), problem);
	});
	return pageOf(
		"Leafcast: setup",
		undefined,
		html`<p>Tell the device where your broker is. The car then appears in Home Assistant by itself.</p>
${problems.length > 0 ? summary(elsewhere) : undefined}
<form method="post" action="/settings" autocomplete="off">
${questions}
<button>Save and start</button>
</form>
<p><small>What you enter reaches the device unencrypted: enter it only in a network that you trust.</small></p>`,
	);
}

function summary(problems: readonly SettingsError[]): Markup {
	const items = problems.map(({ field, message }) => html`<li>${field} ${message}</li>`);
	return html`<div class="bad" role="alert"><p>The settings cannot be used as they are.</p>
${items.length > 0 ? html`<ul>${items}</ul>` : undefined}</div>`;
}

function ask({ field, label, hint, long }: Question, typed?: string, problem?: SettingsError): Markup {
	const rules = fieldNamed(field);
	const notes = [
		hint && html`<small>${hint}</small>`,
		problem && html`<small class="bad">${label} ${problem.message}</small>`,
	];
	const attributes = html`id="${field}" name="${field}" aria-describedby="${field}-notes"${
		rules?.required ? html` required` : undefined
	}${problem ? html` aria-invalid="true"` : undefined}`;
	return html`<label for="${field}">${label}</label>
${control(rules, typed, long ?? false, attributes)}
<div id="${field}-notes">${notes}</div>
`;
}

function control(
	field: Field | undefined,
	typed: string | undefined,
	long: boolean,
	attributes: Markup,
): Markup {
	const { rule, secret, fallback } = field ?? {};
	if (secret) return html`<input type="password" autocomplete="new-password" ${attributes}>`;
	const value = typed ?? String(fallback ?? "");
	if (rule?.type === "choice") {
		const options = rule.of.map((choice) => {
			const selected = String(choice) === value ? html` selected` : undefined;
			return html`<option${selected}>${String(choice)}</option>`;
		});
		return html`<select ${attributes}>${options}</select>`;
	}
	const plain = html`autocapitalize="none" spellcheck="false"`;
	if (long) return html`<textarea rows="6" ${plain} ${attributes}>${value}</textarea>`;
	const digits = rule?.type === "number" ? html` inputmode="numeric"` : undefined;
	return html`<input value="${value}"${digits} ${plain} ${attributes}>`;
}
