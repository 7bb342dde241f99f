import { Call } from "../wire";
import { call, decode, encode } from "./link";

/** `embedded:storage/key-value` of the virtual board (ECMA-419, 18.3), for texts. */
class KeyValue {
	readonly #path: string;

	constructor(options: { path: string }) {
		this.#path = options.path;
	}

	read(key: string): string | undefined {
		const answer = this.#call("read", key);
		return answer.length > 0 ? (JSON.parse(decode(answer)) as string) : undefined;
	}

	write(key: string, value: string): void {
		this.#call("write", key, value);
	}

	delete(key: string): void {
		this.#call("delete", key);
	}

	close(): void {}

	#call(op: string, key: string, value?: string): Uint8Array {
		return call(Call.STORE, 0, encode(JSON.stringify({ op, path: this.#path, key, value })));
	}
}

export default { open: (options: { path: string }): KeyValue => new KeyValue(options) };
