import { readFileSync } from "node:fs";
import vm from "node:vm";
import type { CallHandler, Engine, EngineExit } from "./engine";

/** Runs the same program in a context of this Node process: quick to step through with Node's debugger. */
export async function startNodeEngine(bundle: string, onCall: CallHandler): Promise<Engine> {
	process.setSourceMapsEnabled(true);
	const world = vm.createContext({
		issueCommand: (call: ArrayBuffer) => Uint8Array.from(onCall(new Uint8Array(call))).buffer,
		TextEncoder,
		TextDecoder,
		performance,
	});
	vm.runInContext(readFileSync(bundle, "utf8"), world, { filename: bundle });
	if (world["loadFailure"] !== undefined) throw new Error(String(world["loadFailure"]));
	const handle = world["handleCommand"] as (event: ArrayBuffer) => void;

	let ended: (exit: EngineExit) => void = () => {};
	const exited = new Promise<EngineExit>((resolve) => {
		ended = resolve;
	});
	let queue: Promise<unknown> = Promise.resolve();
	return {
		pid: undefined,
		exited,
		post: (event) => {
			// A copy, and a turn of its own: as in XS, the firmware never runs inside the caller's call.
			const bytes = Uint8Array.from(event).buffer;
			const done = queue.then(() => {
				try {
					handle(bytes);
				} catch (error) {
					throw new Error(String((error as Error).stack ?? error));
				}
				return { computrons: undefined, slots: undefined };
			});
			queue = done.catch(() => {});
			return done;
		},
		stop: async () => ended({ reason: "stopped", expected: true }),
	};
}
