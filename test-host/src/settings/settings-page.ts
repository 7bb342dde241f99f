import { allowed, type Field } from "../../../src/settings/field";
import { COMPANIONS, DOCUMENT_LIMIT, FIELDS, LISTS } from "../../../src/settings/schema";
import { SETTINGS_VERSION } from "../../../src/settings/settings";
import { FIELD_TEXTS } from "./field-texts";

const BEGIN = "<!-- from the table of fields -->";
const END = "<!-- end of the table of fields -->";

function limits({ rule }: Field): string {
	if (rule.type === "choice") return rule.of.map((choice) => `\`${choice}\``).join(", ");
	if (rule.type === "number") return allowed(rule);
	const bytes = rule.type === "text" ? rule.maxBytes : undefined;
	const length = bytes === undefined ? `${rule.max} characters` : `${bytes} bytes`;
	return `${allowed(rule)}; at most ${length}`;
}

function remarks({ section, name, required, secret }: Field): string[] {
	const needed = COMPANIONS.filter(([where, given]) => where === section && given === name);
	const others = needed.flatMap(([, , names]) => names).filter((other) => other !== name);
	return [
		...(required === true ? ["required"] : []),
		...(required === "enabled" ? ["required while `enabled`"] : []),
		...(secret ? ["secret"] : []),
		...(others.length > 0 ? [`needs ${others.map((other) => `\`${other}\``).join(", ")}`] : []),
	];
}

function row(field: Field): string[] {
	const about = FIELD_TEXTS[`${field.section}.${field.name}` as keyof typeof FIELD_TEXTS];
	const fallback = field.fallback === undefined ? "" : `\`${field.fallback}\``;
	return [`\`${field.name}\``, [about, ...remarks(field)].join("; "), limits(field), fallback];
}

/** As the project's formatter would have it. */
function table(rows: readonly (readonly string[])[]): string[] {
	const widths = (rows[0] ?? []).map((_, column) =>
		Math.max(...rows.map((cells) => cells[column]?.length ?? 0)),
	);
	const line = (cells: readonly string[], fill = " ") =>
		`| ${cells.map((cell, column) => cell.padEnd(widths[column] ?? 0, fill)).join(" | ")} |`;
	const [head = [], ...body] = rows;
	return [
		line(head),
		line(
			head.map(() => ""),
			"-",
		),
		...body.map((cells) => line(cells)),
	];
}

function sectionPart(section: string): string[] {
	const most = LISTS[section];
	const title = most === undefined ? `## \`${section}\`` : `## \`${section}\`: a list of at most ${most}`;
	const rows = FIELDS.filter((field) => field.section === section).map(row);
	return [title, "", ...table([["field", "what it is", "what it may be", "left out"], ...rows]), ""];
}

/** The page with its tables as they are to be; the rest of it is written by hand. */
export function withTables(page: string): string {
	const [before = "", rest = ""] = page.split(BEGIN);
	const [, after = ""] = rest.split(END);
	const sections = [...new Set(FIELDS.map(({ section }) => section))];
	const limit = `Version ${SETTINGS_VERSION}, as JSON text of at most ${DOCUMENT_LIMIT} bytes.`;
	return [`${before}${BEGIN}`, "", limit, "", ...sections.flatMap(sectionPart), `${END}${after}`].join("\n");
}
