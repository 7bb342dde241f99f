import type { Credential, TLSEngine } from "../../../modules/tls/engine";
import { toBase64 } from "../../../src/base64";
import { Call, TLSCall, uint32 } from "../wire";
import { call, encode, newHandle } from "./link";

/** `modules/tls/native-engine` of the virtual board: the same engine in C, outside. */
export default class NativeEngine implements TLSEngine {
	readonly #handle = newHandle();

	constructor(
		name: string,
		now: number,
		authorities: Credential | undefined,
		certificate: Credential | undefined,
		key: Credential | undefined,
		session: ArrayBuffer | undefined,
		largestRecord: number,
	) {
		const identity = [authorities, certificate, key].map(coded);
		const offered = session === undefined ? undefined : toBase64(new Uint8Array(session));
		const request = { name, now, identity, session: offered, largestRecord };
		this.#call(TLSCall.CREATE, encode(JSON.stringify(request)));
	}

	step(): number {
		return this.#number(TLSCall.STEP);
	}

	isOpen(): boolean {
		return this.#number(TLSCall.IS_OPEN) === 1;
	}

	room(): number {
		return this.#number(TLSCall.ROOM);
	}

	feed(bytes: Uint8Array): void {
		this.#call(TLSCall.FEED, bytes);
	}

	drain(most: number): ArrayBuffer | undefined {
		return this.#bytes(TLSCall.DRAIN, uint32(most));
	}

	readable(): number {
		return this.#number(TLSCall.READABLE);
	}

	read(most: number): ArrayBuffer | undefined {
		return this.#bytes(TLSCall.READ, uint32(most));
	}

	write(bytes: Uint8Array): number {
		return this.#number(TLSCall.WRITE, bytes);
	}

	finish(): void {
		this.#call(TLSCall.FINISH);
	}

	failure(): number {
		return this.#number(TLSCall.FAILURE);
	}

	detail(): number {
		return this.#number(TLSCall.DETAIL);
	}

	session(): ArrayBuffer | undefined {
		return this.#bytes(TLSCall.SESSION);
	}

	expiry(): number {
		return this.#number(TLSCall.EXPIRY);
	}

	close(): void {
		this.#call(TLSCall.CLOSE);
	}

	#call(what: number, data: Uint8Array = new Uint8Array(0)): Uint8Array {
		const content = new Uint8Array(1 + data.length);
		content[0] = what;
		content.set(data, 1);
		return call(Call.TLS, this.#handle, content);
	}

	#number(what: number, data?: Uint8Array): number {
		return new DataView(this.#call(what, data).buffer).getFloat64(0, true);
	}

	#bytes(what: number, data?: Uint8Array): ArrayBuffer | undefined {
		const bytes = this.#call(what, data);
		return bytes.length === 0 ? undefined : (bytes.buffer as ArrayBuffer);
	}
}

function coded(credential: Credential | undefined): object | undefined {
	if (credential === undefined) return undefined;
	return typeof credential === "string"
		? { text: credential }
		: { base64: toBase64(new Uint8Array(credential)) };
}
