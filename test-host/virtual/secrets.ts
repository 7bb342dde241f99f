import { createHmac, randomBytes } from "node:crypto";
import { rmSync } from "node:fs";
import { join } from "node:path";
import { openBytes, sealBytes } from "./aes-gcm";
import { JsonFile } from "./json-file";
import { SecretCall, unpackPieces } from "./wire";

const KEY = 32;
const NOTHING = Buffer.alloc(0);
/** Of `modules/secret-store/secret-store.h`. */
const Result = { OK: 0, WRONG_KEY: -2, KEY_UNREADABLE: -3, CIPHER_FAILED: -5 } as const;

interface Keys {
	readonly settings: string;
}

type Outcome = readonly [result: number, bytes: Buffer];

/**
 * What the firmware has in C for its secrets, with the cryptography of Node. The key of the device lies in a file of its own,
 * apart from the flash, as on the board it lies in a partition of its own.
 */
export class Secrets {
	readonly #path: string | undefined;
	#key: Buffer | undefined;

	/** @param folder Where to keep the key; left out, it is forgotten at the end. */
	constructor(folder?: string) {
		this.#path = folder && join(folder, "keys.json");
	}

	/** Answers a call of the firmware: `SecretCall` and what belongs to it. */
	answer(content: Uint8Array): Uint8Array {
		const [what = 0] = content;
		const [first = NOTHING, second = NOTHING, ...more] = unpackPieces(content.subarray(1));
		const [result, bytes] = this.#perform(what, first, second, more);
		const head = Buffer.alloc(4);
		head.writeInt32LE(result);
		return Uint8Array.from(Buffer.concat([head, bytes]));
	}

	#perform(what: number, first: Uint8Array, second: Uint8Array, more: readonly Uint8Array[]): Outcome {
		const [third = NOTHING] = more;
		switch (what) {
			case SecretCall.START:
				return [this.#ownKey() === undefined ? Result.KEY_UNREADABLE : Result.OK, NOTHING];
			case SecretCall.SEAL:
				return this.#with(first, (key) => [Result.OK, sealBytes(key, second, third)]);
			case SecretCall.OPEN:
				return this.#with(first, (key) => open(key, second, third));
			case SecretCall.DERIVE:
				return [Result.OK, derive(first, second, third, more.slice(1).map(numberOf))];
			case SecretCall.RANDOM:
				return [Result.OK, randomBytes(numberOf(first))];
			case SecretCall.FORGET:
				return this.#forget();
		}
		throw new Error(`the firmware wants ${what} of its secret store`);
	}

	/** The key given, or the device's own. */
	#with(given: Uint8Array, act: (key: Uint8Array) => Outcome): Outcome {
		const key = given.length === 0 ? this.#ownKey() : given;
		if (key === undefined) return [Result.KEY_UNREADABLE, NOTHING];
		return key.length === KEY ? act(key) : [Result.CIPHER_FAILED, NOTHING];
	}

	/** Made when there is none; `undefined` when what is there is no key. */
	#ownKey(): Buffer | undefined {
		if (this.#key !== undefined) return this.#key;
		const file = this.#path === undefined ? undefined : new JsonFile<Keys>(this.#path, 0o600);
		const stored = file?.read(isKeys, "keys");
		const key = stored === undefined ? randomBytes(KEY) : Buffer.from(stored.settings, "base64");
		if (key.length !== KEY) return undefined;
		if (stored === undefined) file?.write({ settings: key.toString("base64") });
		this.#key = key;
		return key;
	}

	#forget(): Outcome {
		this.#key = undefined;
		if (this.#path !== undefined) rmSync(this.#path, { force: true });
		return [Result.OK, NOTHING];
	}
}

const numberOf = (bytes: Uint8Array): number => Buffer.from(bytes).readUInt32LE();

function isKeys(value: unknown): value is Keys {
	return typeof value === "object" && value !== null && typeof (value as Keys).settings === "string";
}

function open(key: Uint8Array, sealed: Uint8Array, associated: Uint8Array): Outcome {
	const plain = openBytes(key, sealed, associated);
	return plain === undefined ? [Result.WRONG_KEY, NOTHING] : [Result.OK, plain];
}

/** A slice of PBKDF2 (RFC 8018, 5.2): the state is the latest value and the sum of all. */
function derive(
	password: Uint8Array,
	salt: Uint8Array,
	state: Uint8Array,
	[done = 0, count = 0]: readonly number[],
): Buffer {
	const code = (message: Uint8Array) => createHmac("sha256", password).update(message).digest();
	let latest = Buffer.from(state.subarray(0, KEY));
	const sum = Buffer.from(state.subarray(KEY));
	for (let at = done; at < done + count; at++) {
		latest = code(at === 0 ? Buffer.concat([salt, Uint8Array.of(0, 0, 0, 1)]) : latest);
		for (let byte = 0; byte < KEY; byte++) sum[byte] = (sum[byte] ?? 0) ^ (latest[byte] ?? 0);
	}
	return Buffer.concat([latest, sum]);
}
