import { Call, packPieces, SecretCall, uint32 } from "../wire";
import { call, encode } from "./link";

/** What of `mc/ffi` is in `modules/secret-store`: done outside, where the key lies. */
export class SecretFunctions {
	secret_start(): number {
		return perform(SecretCall.START);
	}

	secret_forget(): number {
		return perform(SecretCall.FORGET);
	}

	secret_random(bytes: ArrayBuffer, count: number): void {
		perform(SecretCall.RANDOM, [uint32(count)], bytes);
	}

	secret_derive(
		...[password, salt, , state, done, count]: [string, ArrayBuffer, number, ArrayBuffer, number, number]
	): void {
		const pieces = [encode(password), salt, state, uint32(done), uint32(count)];
		perform(SecretCall.DERIVE, pieces, state);
	}

	secret_seal(...order: CipherOrder): number {
		return cipher(SecretCall.SEAL, order);
	}

	secret_open(...order: CipherOrder): number {
		return cipher(SecretCall.OPEN, order);
	}
}

type CipherOrder = [
	...[key: ArrayBuffer, keyLength: number, content: ArrayBuffer, length: number],
	...[associated: ArrayBuffer, associatedLength: number, result: ArrayBuffer],
];

function cipher(what: number, [key, , content, , associated, , result]: CipherOrder): number {
	return perform(what, [key, content, associated], result);
}

/** Calls, fills `target` with what comes, and returns the result. */
function perform(
	what: number,
	pieces: readonly (ArrayBuffer | Uint8Array)[] = [],
	target?: ArrayBuffer,
): number {
	const packed = packPieces(
		pieces.map((piece) => (piece instanceof ArrayBuffer ? new Uint8Array(piece) : piece)),
	);
	const content = new Uint8Array(1 + packed.length);
	content[0] = what;
	content.set(packed, 1);
	const answer = call(Call.SECRET, 0, content);
	if (target !== undefined) new Uint8Array(target).set(answer.subarray(4));
	return new DataView(answer.buffer, answer.byteOffset).getInt32(0, true);
}
