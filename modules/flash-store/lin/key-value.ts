import { File } from "file";

/**
 * `embedded:storage/key-value` (ECMA-419, 18.3) for texts on Linux, where the SDK has none: a file for each key, in the
 * folder in which the program was started.
 */
class Storage {
	readonly #prefix: string;

	constructor(path: string) {
		this.#prefix = `./${path}.`;
	}

	read(key: string): string | undefined {
		const path = this.#prefix + key;
		if (!File.exists(path)) return undefined;
		const file = new File(path);
		const text = file.read(String);
		file.close();
		return text;
	}

	/** The new file takes the place of the old one when it is whole. */
	write(key: string, text: string): void {
		const path = this.#prefix + key;
		const next = `${path}.new`;
		// An older one would be written over from its beginning, and keep its end.
		File.delete(next);
		const file = new File(next, true);
		file.write(text);
		file.close();
		if (!File.rename(next, path.slice("./".length))) throw new Error("write failed");
	}

	delete(key: string): void {
		File.delete(this.#prefix + key);
	}

	close(): void {}
}

export default { open: ({ path }: { path: string; format: "string" }) => new Storage(path) };
