import { readFileSync } from "node:fs";

const read = (path: string) => readFileSync(new URL(`../../docs/${path}`, import.meta.url), "utf8");

/** A block of YAML, which says in its first line where it belongs: `# automation`. */
const BLOCK = /^```yaml\n# (.+)\n([\s\S]*?)^```$/gm;

/** The page for owners with Home Assistant. */
export const PAGE = read("home-assistant.md");

/** The blueprint, as it is to be copied. */
export const BLUEPRINT = read("blueprints/leafcast-charge-to.yaml");

/** The blocks on the page that belong there, without the line that says so. */
export function blocksFor(place: "automation" | "configuration.yaml" | "dashboard card"): string[] {
	return [...PAGE.matchAll(BLOCK)].filter(([, where]) => where === place).map(([, , text = ""]) => text);
}

/** A YAML mapping as an element of a list, or as a value, that much further in. */
export function indented(text: string, first: string): string {
	const rest = " ".repeat(first.length);
	const lines = text.trimEnd().split("\n");
	return lines.map((line, index) => (index === 0 ? first : rest) + line).join("\n");
}
