import type { View } from "./view";

/** One JSON line for each event: for programs. */
export function jsonView(print: (line: string) => void): View {
	const line = (event: object) => print(JSON.stringify(event));
	return {
		start: (setting) => line({ event: "setting", ...setting }),
		event: line,
		text: (text) => line({ event: "text", text }),
		end: (code, text) => line({ event: "end", code, text }),
	};
}
