import type { Missing } from "./prerequisites";

/** What a person reads before anything is tried. */
export function missingText(missing: readonly Missing[]): string {
	const items = missing.map(({ what, found, install }) => {
		const instead = found === undefined ? "" : ` (found ${found})`;
		return `  ${what}${instead}\n      ${install}\n`;
	});
	return `This is missing; the line below each brings it:\n\n${items.join("\n")}`;
}
