/** The stages of making an image, told from what mcconfig, make and the ESP-IDF print. */
const PHASES: readonly { readonly line: RegExp; readonly phase: string }[] = [
	{ line: /^# (Configure dependencies|Reconfiguring ESP-IDF)/, phase: "configuring the ESP-IDF" },
	{ line: /^# tsc /, phase: "checking TypeScript" },
	{ line: /^# xsc /, phase: "compiling modules" },
	{ line: /^# xsl /, phase: "linking modules" },
	{ line: /^# cc /, phase: "compiling the engine" },
	{ line: /^\[\d+\/\d+\] /, phase: "compiling the ESP-IDF" },
	{ line: /^Project build complete/, phase: "done" },
];

/** How far a build is. */
export interface Step {
	readonly phase: string;
	/** Whether nothing of this stage was seen before. Stages overlap. */
	readonly first: boolean;
	/** Of the stage: how much is done, and of how many if that is known. */
	readonly count: string;
}

/** Follows the output of one build. */
export class Progress {
	readonly #seen = new Map<string, number>();

	/** @returns Nothing for a line that tells nothing. */
	take(line: string): Step | undefined {
		const phase = PHASES.find((each) => each.line.test(line))?.phase;
		if (phase === undefined) return undefined;
		const before = this.#seen.get(phase) ?? 0;
		this.#seen.set(phase, before + 1);
		const ofAll = /^\[(\d+\/\d+)\]/.exec(line)?.[1];
		return { phase, first: before === 0, count: ofAll ?? `${before + 1}` };
	}
}
