import { HEADER } from "../virtual/wire";

/** Answers the calls of the virtual board's modules in this process; the code of a call is its first byte. */
export function answerCalls(answer: (content: Uint8Array) => Uint8Array | undefined): void {
	const issueCommand = (call: ArrayBuffer) =>
		Uint8Array.from(answer(new Uint8Array(call).subarray(HEADER)) ?? []).buffer;
	Object.assign(globalThis, { issueCommand });
}
