import { connect } from "node:net";

/** What came back for some bytes, and how long it took until the connection was over, ms. */
export interface RawAnswer {
	/** 0: it was cut without an answer. */
	readonly status: number;
	readonly text: string;
	readonly ms: number;
}

/**
 * Sends bytes that may be anything, in these pieces, and waits until the connection is over.
 *
 * @param patience Hangs up when it is not so many ms after the last piece; left out: never.
 */
export function sendRaw(
	url: string,
	pieces: readonly (string | Uint8Array)[],
	patience?: number,
): Promise<RawAnswer> {
	const started = Date.now();
	return new Promise((resolve) => {
		const socket = connect({ host: "127.0.0.1", port: Number(new URL(url).port), allowHalfOpen: true });
		let text = "";
		socket.setNoDelay(true);
		socket.on("data", (bytes) => {
			text += bytes.toString("latin1");
		});
		// A reset is an answer, too.
		socket.on("error", () => {});
		socket.on("end", () => socket.end());
		socket.on("close", () => {
			resolve({ status: Number(/^HTTP\/1\.1 (\d{3})/.exec(text)?.[1] ?? 0), text, ms: Date.now() - started });
		});
		void (async () => {
			for (const piece of pieces) {
				socket.write(piece);
				await new Promise(setImmediate);
			}
			if (patience !== undefined) setTimeout(() => socket.destroy(), patience).unref();
		})();
	});
}
