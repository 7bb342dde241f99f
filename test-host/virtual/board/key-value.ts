import { fromBase64, toBase64 } from "../../../src/base64";
import type { FlashValue } from "../flash";
import { Call } from "../wire";
import { call, decode, encode } from "./link";

type Format = "string" | "buffer";
type Value = string | ArrayBuffer;

/** `embedded:storage/key-value` of the virtual board (ECMA-419, 18.3), for texts or bytes. */
class KeyValue {
	readonly #path: string;
	readonly #format: Format;

	constructor({ path, format }: { path: string; format: Format }) {
		this.#path = path;
		this.#format = format;
	}

	read(key: string): Value | undefined {
		const answer = this.#call("read", key);
		if (answer.length === 0) return undefined;
		const value = JSON.parse(decode(answer)) as FlashValue;
		// As the SDK does on the ESP32.
		if ((typeof value === "string") !== (this.#format === "string")) throw new TypeError("mismatch");
		return typeof value === "string" ? value : (fromBase64(value.base64)?.buffer as ArrayBuffer);
	}

	write(key: string, value: Value): void {
		const isText = typeof value === "string";
		this.#call("write", key, isText ? value : { base64: toBase64(new Uint8Array(value)) });
	}

	delete(key: string): void {
		this.#call("delete", key);
	}

	close(): void {}

	#call(op: string, key: string, value?: FlashValue): Uint8Array {
		return call(Call.STORE, 0, encode(JSON.stringify({ op, path: this.#path, key, value })));
	}
}

export default { open: (options: { path: string; format: Format }): KeyValue => new KeyValue(options) };
