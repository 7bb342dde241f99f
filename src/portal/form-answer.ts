import type { SettingsError } from "../settings/settings";
import { SETUP_URL } from "./captive";
import { html, type Markup } from "./html";

function pageOf(title: string, content: Markup): Markup {
	return html`<!DOCTYPE html>
<html lang="en">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width">
<title>Leafcast: ${title}</title>
</head>
<body>
<main>
<h1>${title}</h1>
${content}
<p><a href="/">Back</a></p>
</main>
</body>
</html>
`;
}

/** The settings of the form have been taken. */
export function savedPage(): Markup {
	return pageOf(
		"Saved",
		html`<p>The device now joins your network. If it cannot, its setup network stays, and ${SETUP_URL} says why.</p>`,
	);
}

/** They have not. */
export function refusedPage(errors: readonly SettingsError[]): Markup {
	return pageOf(
		"Not saved",
		html`<ul>
${errors.map(({ field, message }) => html`<li>${field} ${message}</li>\n`)}</ul>`,
	);
}
