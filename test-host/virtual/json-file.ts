import { mkdirSync, readFileSync, renameSync, writeFileSync } from "node:fs";
import { dirname } from "node:path";

/** A file of JSON that is replaced whole or not at all, as a key-value store replaces a value. */
export class JsonFile<Content> {
	readonly #file: string;
	readonly #mode: number;

	/** @param mode Who may read it. */
	constructor(file: string, mode = 0o666) {
		this.#file = file;
		this.#mode = mode;
		mkdirSync(dirname(file), { recursive: true });
	}

	/** @returns `undefined` when there is no such file. @throws With the reason, when `isContent` refuses what is there. */
	read(isContent: (value: unknown) => value is Content, what: string): Content | undefined {
		try {
			const content: unknown = JSON.parse(readFileSync(this.#file, "utf8"));
			if (isContent(content)) return content;
			throw new Error(`it does not hold ${what}`);
		} catch (error) {
			if ((error as NodeJS.ErrnoException).code === "ENOENT") return undefined;
			throw new Error(`${this.#file} is not readable: ${(error as Error).message}`);
		}
	}

	write(content: Content): void {
		writeFileSync(`${this.#file}.new`, JSON.stringify(content, undefined, "\t"), { mode: this.#mode });
		renameSync(`${this.#file}.new`, this.#file);
	}
}
