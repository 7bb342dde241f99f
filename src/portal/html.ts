/** HTML that is safe to send: only `html` makes it. */
export interface Markup {
	readonly markup: string;
}

/** What may stand in a `${}`: text is escaped, markup is not, of a list each, and `undefined` is nothing. */
export type Part = string | number | undefined | Markup | readonly Part[];

const ENTITIES: Readonly<Record<string, string>> = Object.freeze({
	"&": "&amp;",
	"<": "&lt;",
	">": "&gt;",
	'"': "&quot;",
	"'": "&#39;",
});

function render(part: Part): string {
	if (part === undefined) return "";
	if (typeof part !== "object") return String(part).replace(/[&<>"']/g, (sign) => ENTITIES[sign] ?? sign);
	return "markup" in part ? part.markup : part.map(render).join("");
}

/**
 * Makes markup from a template. Everything put in is escaped for text and for attributes in double quotes, so that
 * forgetting to escape is not possible.
 */
export function html(template: TemplateStringsArray, ...parts: readonly Part[]): Markup {
	return { markup: template.map((text, index) => text + render(parts[index])).join("") };
}
