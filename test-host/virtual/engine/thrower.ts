// A firmware for the tests of the engines: what it does with an event is in its first byte.

declare function issueCommand(call: ArrayBuffer): ArrayBuffer;

/** Throws; the tests look for this function and its line in the stack. */
function readCells(): never {
	throw new TypeError("no cells");
}

const answers = [
	() => readCells(),
	() => {
		// An echo of what the host answers, sent back to it.
		issueCommand(issueCommand(Uint8Array.of(1, 2, 3).buffer));
	},
	() => {
		for (;;);
	},
];

Object.assign(globalThis, {
	handleCommand: (event: ArrayBuffer) => answers[new Uint8Array(event)[0] ?? 0]?.(),
});
