import { fileURLToPath } from "node:url";
import { bundleFirmware } from "../virtual/bundle";
import type { Engine, Usage } from "../virtual/engine/engine";
import { findXsWorker, startXsEngine } from "../virtual/engine/xs-engine";
import { BENCH_FRAMES } from "./frames";

const PROGRAM = fileURLToPath(new URL("xs-program.ts", import.meta.url));
const EMPTY = 0;
const DECODE = 1;
const CHIP_TO_STATE = 2;
const STAND_INS = 3;
const REPEATS = 1000;

/** What the receive path costs in XS, in computrons a frame, by message in the order of `BENCH_FRAMES`. */
export interface XsCosts {
	readonly decode: readonly number[];
	/** Without what the bench's stand-ins for SPI and INT cost. */
	readonly chipToState: readonly number[];
	/** What these cost. */
	readonly standIns: number;
	/** Frames sent through the whole path to look for garbage, and the slots that they left behind. */
	readonly garbage: { readonly frames: number; readonly slots: number };
}

/** Measures in XS; `undefined` where it was not compiled. Computrons repeat exactly. */
export async function measureXs(garbageFrames = 100_000): Promise<XsCosts | undefined> {
	const worker = findXsWorker();
	if (worker === undefined) return undefined;
	const bundle = await bundleFirmware(PROGRAM);
	const engine = await startXsEngine(worker, bundle.path, () => new Uint8Array(0));
	try {
		const loop = (await run(engine, EMPTY, 0, REPEATS)).computrons ?? 0;
		const perFrame = async (task: number) => {
			const costs: number[] = [];
			for (const index of BENCH_FRAMES.keys()) {
				const { computrons = 0 } = await run(engine, task, index, REPEATS);
				costs.push((computrons - loop) / REPEATS);
			}
			return costs;
		};
		const decode = await perFrame(DECODE);
		const gross = await perFrame(CHIP_TO_STATE);
		const [standIns = 0] = await perFrame(STAND_INS);
		const chipToState = gross.map((cost) => cost - standIns);
		// The first call may have had to make something that stays; two calls of different length tell the frames' part.
		const before = await run(engine, CHIP_TO_STATE, 0, 1);
		const few = await run(engine, CHIP_TO_STATE, 0, 1);
		const many = await run(engine, CHIP_TO_STATE, 0, garbageFrames);
		const perCall = (few.slots ?? 0) - (before.slots ?? 0);
		const slots = (many.slots ?? 0) - (few.slots ?? 0) - perCall;
		return { decode, chipToState, standIns, garbage: { frames: garbageFrames, slots } };
	} finally {
		await engine.stop();
		await bundle.remove();
	}
}

function run(engine: Engine, task: number, index: number, times: number): Promise<Usage> {
	const event = new DataView(new ArrayBuffer(6));
	event.setUint8(0, task);
	event.setUint8(1, index);
	event.setUint32(2, times);
	return engine.post(new Uint8Array(event.buffer));
}
