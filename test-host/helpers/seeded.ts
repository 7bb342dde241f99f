/** Numbers from 0 up to but not including 1. */
export type Random = () => number;

/** Numbers that look like chance and are the same for the same seed: Marsaglia's generator of three shifts. */
export function seeded(seed: number): Random {
	let state = (seed * 0x9e37_79b1) | 1;
	return () => {
		state ^= state << 13;
		state ^= state >>> 17;
		state ^= state << 5;
		return (state >>> 0) / 2 ** 32;
	};
}
