import type { StartEngine } from "./engine";
import { startNodeEngine } from "./node-engine";
import { findXsWorker, startXsEngine } from "./xs-engine";

/** An engine, and what a person should know about the choice. */
export interface Choice {
	/** What runs the firmware. */
	readonly name: string;
	readonly start: StartEngine;
	readonly note?: string;
}

/** XS unless Node is asked for, or XS could not be compiled here. */
export function chooseEngine(
	wanted: "xs" | "node" | undefined,
	findWorker: () => string | undefined = findXsWorker,
): Choice {
	const node = { name: `Node ${process.versions.node}`, start: startNodeEngine };
	if (wanted === "node") return node;
	const worker = findWorker();
	if (worker !== undefined) {
		return { name: "XS", start: (bundle, onCall) => startXsEngine(worker, bundle, onCall) };
	}
	const note = "The XS engine is not there (it needs a C compiler during npm ci): the firmware runs in Node.";
	return { ...node, note };
}
