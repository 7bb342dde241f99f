// biome-ignore-all lint/style/noNonNullAssertion: every index is below the length of its array

/** Highest 11-bit identifier, and a mask that compares all of its bits. */
export const ALL_BITS = 0x7ff;

/** A mask and its two filters: what one receive buffer lets through (data sheet DS20001801, 4.5). */
export interface ReplyFilters {
	/** A 1 compares the bit. */
	readonly mask: number;
	/** The same one twice where one is enough. */
	readonly filters: readonly [number, number];
	/** How many identifiers pass. */
	readonly passing: number;
}

/**
 * The mask and the two filters of RXB0 that pass all of the identifiers and as few others as possible. Every way to
 * deal them out to the two filters is tried, so it is the best there is.
 *
 * @param ids 1 to 10 identifiers without duplicates.
 */
export function replyFilters(ids: readonly number[]): ReplyFilters {
	let best: ReplyFilters | undefined;
	// The last identifier may stay with filter 0: exchanging the filters changes nothing.
	for (let split = 0; split < 1 << (ids.length - 1); split++) {
		const filters = dealtOut(ids, split);
		if (!best || filters.passing < best.passing) best = filters;
	}
	return best!;
}

/** With bit n of `split` set, identifier n goes to filter 1, else to filter 0. */
function dealtOut(ids: readonly number[], split: number): ReplyFilters {
	const first = ids[ids.length - 1]!;
	let second: number | undefined;
	let ignored = 0;
	for (let index = 0; index < ids.length; index++) {
		const id = ids[index]!;
		if ((split & (1 << index)) === 0) ignored |= id ^ first;
		else if (second === undefined) second = id;
		else ignored |= id ^ second;
	}
	const used = second === undefined || ((first ^ second) & ~ignored) === 0 ? 1 : 2;
	return { mask: ALL_BITS & ~ignored, filters: [first, second ?? first], passing: used << bitCount(ignored) };
}

function bitCount(bits: number): number {
	let count = 0;
	for (let rest = bits; rest !== 0; rest &= rest - 1) count += 1;
	return count;
}
