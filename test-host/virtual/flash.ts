import { join } from "node:path";
import { JsonFile } from "./json-file";

/** What is stored under one key: a text, or bytes. */
export type FlashValue = string | { readonly base64: string };

/** One operation on a namespace of the flash. */
export interface FlashRequest {
	readonly op: "read" | "write" | "delete";
	readonly path: string;
	readonly key: string;
	readonly value?: FlashValue;
}

type Content = Record<string, Record<string, FlashValue>>;

/** The flash of the virtual device: values by namespace and key, in a file when it is to outlive the device. */
export class Flash {
	readonly #file: JsonFile<Content> | undefined;
	readonly #content: Content = {};

	/** @param folder Where to keep it; left out, it is forgotten at the end. */
	constructor(folder?: string) {
		if (folder === undefined) return;
		this.#file = new JsonFile(join(folder, "flash.json"));
		this.#content = this.#file.read(isContent, "texts by namespace and key") ?? {};
	}

	/** @returns The value asked for, `undefined` when there is none. */
	request({ op, path, key, value }: FlashRequest): FlashValue | undefined {
		this.#content[path] ??= {};
		const namespace = this.#content[path];
		if (op === "read") return namespace[key];
		if (op === "write" && value !== undefined) namespace[key] = value;
		if (op === "delete") delete namespace[key];
		this.#file?.write(this.#content);
		return undefined;
	}
}

function isContent(value: unknown): value is Content {
	const holdsValues = (namespace: unknown) => isRecord(namespace) && Object.values(namespace).every(isValue);
	return isRecord(value) && Object.values(value).every(holdsValues);
}

function isValue(value: unknown): value is FlashValue {
	return typeof value === "string" || (isRecord(value) && typeof value["base64"] === "string");
}

function isRecord(value: unknown): value is Record<string, unknown> {
	return typeof value === "object" && value !== null && !Array.isArray(value);
}
