import { HEADER, handleOf, pack } from "../wire";

// Given by both engines.
declare function issueCommand(call: ArrayBuffer): ArrayBuffer;

type Handler = (content: Uint8Array) => void;

const handlers = new Map<number, Handler>();
let lastHandle = 0;

/** Calls the hardware and waits for its answer. */
export function call(code: number, handle: number, content?: Uint8Array): Uint8Array {
	return new Uint8Array(issueCommand(pack(code, handle, content).buffer as ArrayBuffer));
}

/** A handle that nobody else has. */
export function newHandle(): number {
	lastHandle = (lastHandle % 0xffff) + 1;
	return lastHandle;
}

const keyOf = (code: number, handle: number): number => code * 0x10000 + handle;

/** From now on `handler` gets the events of this code and handle. */
export function listen(code: number, handle: number, handler: Handler): void {
	handlers.set(keyOf(code, handle), handler);
}

/** Nobody is interested any more. */
export function unlisten(code: number, handle: number): void {
	handlers.delete(keyOf(code, handle));
}

/** Gives an event from outside to its listener; one that came too late is dropped. */
export function dispatch(event: Uint8Array): void {
	handlers.get(keyOf(event[0] ?? 0, handleOf(event)))?.(event.subarray(HEADER));
}

/** Bytes of a text, and back. */
export const encode = (text: string): Uint8Array => new TextEncoder().encode(text);
export const decode = (bytes: Uint8Array): string => new TextDecoder().decode(bytes);
