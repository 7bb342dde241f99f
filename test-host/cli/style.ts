/** What every control sequence of a terminal begins with (ECMA-48, 5.4). */
export const CSI = "\x1b[";

const style = (code: number) => (text: string) => `${CSI}${code}m${text}${CSI}0m`;

export const bold = style(1);
export const dim = style(2);
export const red = style(31);
export const green = style(32);
export const yellow = style(33);
export const cyan = style(36);

/** Cuts a line to so many visible characters; control sequences take no room. */
export function cut(line: string, columns: number): string {
	let visible = 0;
	// biome-ignore lint/suspicious/noControlCharactersInRegex: control sequences begin with one
	const parts = line.match(/\x1b\[[0-9;]*m|./gu) ?? [];
	return parts.filter((part) => part.startsWith("\x1b") || ++visible <= columns).join("");
}
