import { mkdirSync, readFileSync, renameSync, writeFileSync } from "node:fs";
import { join } from "node:path";

/** One operation on a namespace of the flash. */
export interface FlashRequest {
	readonly op: "read" | "write" | "delete";
	readonly path: string;
	readonly key: string;
	readonly value?: string;
}

type Content = Record<string, Record<string, string>>;

/** The flash of the virtual device: texts by namespace and key, in a file when it is to outlive the device. */
export class Flash {
	readonly #file: string | undefined;
	#content: Content = {};

	/** @param folder Where to keep it; left out, it is forgotten at the end. */
	constructor(folder?: string) {
		if (folder === undefined) return;
		mkdirSync(folder, { recursive: true });
		this.#file = join(folder, "flash.json");
		this.#content = readContent(this.#file);
	}

	/** @returns The text asked for, `undefined` when there is none. */
	request({ op, path, key, value }: FlashRequest): string | undefined {
		this.#content[path] ??= {};
		const namespace = this.#content[path];
		if (op === "read") return namespace[key];
		if (op === "write" && value !== undefined) namespace[key] = value;
		if (op === "delete") delete namespace[key];
		this.#save();
		return undefined;
	}

	#save(): void {
		if (this.#file === undefined) return;
		// Whole or not at all, as the real key-value store replaces a value.
		writeFileSync(`${this.#file}.new`, JSON.stringify(this.#content, undefined, "\t"));
		renameSync(`${this.#file}.new`, this.#file);
	}
}

function readContent(file: string): Content {
	try {
		const content: unknown = JSON.parse(readFileSync(file, "utf8"));
		if (isContent(content)) return content;
		throw new Error("it does not hold texts by namespace and key");
	} catch (error) {
		if ((error as NodeJS.ErrnoException).code === "ENOENT") return {};
		throw new Error(`the virtual flash in ${file} is not readable: ${(error as Error).message}`);
	}
}

function isContent(value: unknown): value is Content {
	const holdsTexts = (namespace: unknown) =>
		isRecord(namespace) && Object.values(namespace).every((text) => typeof text === "string");
	return isRecord(value) && Object.values(value).every(holdsTexts);
}

function isRecord(value: unknown): value is Record<string, unknown> {
	return typeof value === "object" && value !== null && !Array.isArray(value);
}
