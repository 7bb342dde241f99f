import { Call } from "../wire";
import { call, encode } from "./link";

/** What the SDK puts into every program, and chance: the engines' own repeats itself or is not ours to seed. */
Object.assign(globalThis, {
	trace: (text: string): void => void call(Call.TRACE, 0, encode(text)),
});
Math.random = () => new DataView(call(Call.RANDOM, 0).buffer).getUint32(0) / 0x1_0000_0000;
