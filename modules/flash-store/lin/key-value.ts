import { File } from "file";

type Format = "string" | "buffer";
type Value = string | ArrayBuffer;

/**
 * `embedded:storage/key-value` (ECMA-419, 18.3) for texts or bytes on Linux, where the SDK has none: a file for each key,
 * in the folder in which the program was started.
 */
class Storage {
	readonly #prefix: string;
	readonly #format: Format;

	constructor(path: string, format: Format) {
		this.#prefix = `./${path}.`;
		this.#format = format;
	}

	read(key: string): Value | undefined {
		const path = this.#prefix + key;
		if (!File.exists(path)) return undefined;
		const file = new File(path);
		const value = this.#format === "string" ? file.read(String) : file.read(ArrayBuffer);
		file.close();
		return value;
	}

	/** The new file takes the place of the old one when it is whole. */
	write(key: string, value: Value): void {
		const path = this.#prefix + key;
		const next = `${path}.new`;
		// An older one would be written over from its beginning, and keep its end.
		File.delete(next);
		const file = new File(next, true);
		file.write(value);
		file.close();
		if (!File.rename(next, path.slice("./".length))) throw new Error("write failed");
	}

	delete(key: string): void {
		File.delete(this.#prefix + key);
	}

	close(): void {}
}

export default {
	open: ({ path, format }: { path: string; format: Format }) => new Storage(path, format),
};
