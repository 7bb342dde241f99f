import { REPLIES } from "../../src/leaf/decode-only/catalogue";
import { decodeGroup01, type Group01 } from "../../src/leaf/diagnostics/group-01";
import { isRefusal, type ReplyValues } from "../../src/leaf/diagnostics/reply";
import { decode } from "../../src/leaf/message";
import { messageWithId } from "../cli/messages";
import type { Scene } from "./car-story";
import { parseFrame } from "./frame-text";

/** Signals by name, `null` where the car has no value. */
export type Signals = Readonly<Record<string, number | null>>;

/** What the frames under an identifier say, in turn; of a message that is decoded. */
export function signals({ frames, layout }: Scene, id: string): Signals[] {
	const message = messageWithId(Number(id));
	if (message === undefined) throw new RangeError(`${id} is not decoded`);
	return (frames.get(id) ?? []).map(({ data }) => decode(message, layout, data));
}

/** The values of one signal in all frames that have it. */
export function known(scene: Scene, id: string, name: string): number[] {
	return signals(scene, id)
		.map((each) => each[name])
		.filter((value) => typeof value === "number");
}

/** The first value of a signal. */
export const first = (scene: Scene, id: string, name: string): number | undefined =>
	known(scene, id, name)[0];

/** The mean of a signal. */
export function mean(scene: Scene, id: string, name: string): number | undefined {
	const values = known(scene, id, name);
	return values.length === 0 ? undefined : values.reduce((sum, each) => sum + each, 0) / values.length;
}

/** What the car answers to a request: values, or why none. `silent`: it does not answer. */
export function answer({ payloads }: Scene, request: string): ReplyValues | "refused" | "silent" {
	const payload = payloads.get(request);
	if (payload === undefined) return "silent";
	const { id, data } = parseFrame(request);
	const asked = [...data.subarray(1, 1 + (data[0] as number))];
	if (payload[0] === 0x7f && payload[1] === asked[0] && payload[2] === 0x12) return "refused";
	const definition = REPLIES.find(
		({ ecu, request: bytes }) => ecu.request === id && `${bytes}` === `${asked}`,
	);
	if (definition === undefined) throw new RangeError(`${request} is not decoded`);
	const values = definition.decode(payload);
	if (isRefusal(values)) throw new RangeError(`${request}: ${values.reason}`);
	return values;
}

/** One number of an answer; `undefined` when the car does not give it. */
export function answered(scene: Scene, request: string, name: string): number | undefined {
	const values = answer(scene, request);
	const value = typeof values === "string" ? undefined : values[name];
	return typeof value === "number" ? value : undefined;
}

/** Group 01 of the battery; `undefined` when it does not answer, or has just woken up. */
export function group01({ payloads }: Scene): Group01 | undefined {
	const group = decodeGroup01(payloads.get("0x79B#022101") ?? new Uint8Array());
	return "reason" in group ? undefined : group;
}

/** Whether anything is broadcast. */
export const talking = ({ frames }: Scene): boolean => [...frames.values()].some((list) => list.length > 0);

/** Speed in km/h, wherever the car tells it. */
export const speed = (scene: Scene): number =>
	first(scene, "0x355", "speedKmh") ??
	first(scene, "0x284", "speedKmh") ??
	answered(scene, "0x797#0322121A", "speedKmh") ??
	Number.NaN;

/** 1 P, 2 R, 3 N, 4 D. The broadcast also says 0 for P (Leaf protocol facts, 2.9). */
export const gear = (scene: Scene): number =>
	Math.max(
		1,
		first(scene, "0x11A", "gear") ??
			first(scene, "0x421", "gearRaw") ??
			answered(scene, "0x797#03221156", "gearRaw") ??
			Number.NaN,
	);

/** Pack current, A, + charging. */
export const amps = (scene: Scene): number =>
	mean(scene, "0x1DB", "currentA") ?? group01(scene)?.current2A ?? Number.NaN;

/** Whether the vehicle controller says that the car charges (Leaf protocol facts, 2.8). */
export const charging = (scene: Scene): boolean =>
	((first(scene, "0x1D4", "chargeStatusRaw") ?? 0) & 0xc0) === 0xc0;
