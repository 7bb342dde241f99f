import type { Surroundings } from "./surroundings";

/** A serial port with a board on it, or something else that is connected by USB. */
export interface Port {
	readonly path: string;
	readonly description: string;
}

/** The ports of this computer that are connected by USB. The ESP-IDF's Python knows them on every system. */
export function portsOf({ ask }: Surroundings): Port[] {
	const listed = ask("python", "-m", "serial.tools.list_ports", "-v") ?? "";
	const blocks = listed.split(/\n(?=\S)/);
	return blocks.flatMap((block) => {
		const [path = "", ...details] = block.split("\n").map((line) => line.trim());
		const told = (what: string) => details.find((line) => line.startsWith(what))?.slice(what.length);
		return told("hwid: USB") === undefined ? [] : [{ path, description: told("desc: ") ?? "" }];
	});
}

/** What to say to somebody who has named no port. */
export function portsText(ports: readonly Port[]): string {
	if (ports.length === 0) {
		return "No board is connected by USB. Is it plugged in, with a cable that carries data and not only power?\n";
	}
	const lines = ports.map(({ path, description }) => `  --port ${path}   ${description}`);
	return `Say where the board is:\n\n${lines.join("\n")}\n`;
}
