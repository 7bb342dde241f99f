import { readFileSync } from "node:fs";
import type { CanFrame } from "../../src/can/frame";
import { parseCandump } from "../virtual/candump";
import { sharedFile } from "./shared";

/** A frame of a log and when it came, ms. */
export interface TimedFrame {
	readonly at: number;
	readonly frame: CanFrame;
}

/** The frames of a captured drive; `undefined` in a clone without it. `name`: such as `ze0_24_startup`. */
export function sharedLog(name: string): TimedFrame[] | undefined {
	const path = sharedFile(`vectors/replay/${name}.log`);
	if (path === undefined) return undefined;
	return parseCandump(readFileSync(path, "utf8")).log.map(({ t, id, data }) => {
		const bytes = new Uint8Array(8);
		bytes.set(data);
		return { at: t * 1000, frame: { id, dlc: data.length, data: bytes } };
	});
}

/** The last known state that belongs to a captured drive, such as `{ "55B.socPct": 91.9 }`. */
export function sharedState(name: string): Readonly<Record<string, number | string>> {
	const path = sharedFile(`vectors/replay/${name}.json`);
	if (path === undefined) throw new Error(`no state of ${name}`);
	return JSON.parse(readFileSync(path, "utf8")).finalState;
}
