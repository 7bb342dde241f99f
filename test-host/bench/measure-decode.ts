import { LogDecoder } from "../cli/log-decoder";
import { builtInCar, CAR_NAMES, scenesOf } from "../virtual/car-story";

/** What `npm run decode` does in a second on this computer. */
export interface DecodeRate {
	readonly frames: number;
	readonly framesPerSecond: number;
}

/** Decodes every frame that the built-in cars send and answer, again and again. */
export function measureDecode(frames = 500_000): DecodeRate {
	const lines = CAR_NAMES.map(builtInCar).flatMap((car) =>
		scenesOf(car).flatMap((scene) => [...scene.frames.values()].flat()),
	);
	const decoder = new LogDecoder(undefined);
	const begin = performance.now();
	for (let count = 0; count < frames; count++) {
		const { id, dlc, data } = lines[count % lines.length] as (typeof lines)[number];
		decoder.decode({ t: count / 1000, id, data: data.subarray(0, dlc) });
	}
	const seconds = (performance.now() - begin) / 1000;
	return { frames, framesPerSecond: Math.round(frames / seconds) };
}
