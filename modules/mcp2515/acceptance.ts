// biome-ignore-all lint/style/noNonNullAssertion: every index is below the length of its array

import {
	type BufferFilters,
	ignoredBits,
	passing,
	planFilters,
	RXB0_FILTERS,
	RXB1_FILTERS,
} from "./filter-plan";

/** Highest 11-bit identifier, and a mask that compares all of its bits. */
const ALL_BITS = 0x7ff;
const FILTERS = RXB0_FILTERS.count + RXB1_FILTERS.count;

/** What the chip is to let through (data sheet DS20001801, 4.5). */
export interface Acceptance {
	/** Mask of RXB0 (filters 0 and 1) and of RXB1 (filters 2 to 5): a 1 compares the bit. */
	readonly masks: readonly [number, number];
	/** The six filters. Those not needed repeat another. */
	readonly filters: readonly number[];
	/**
	 * One bit for each identifier, bit `id & 7` of byte `id >> 3`: what the driver must still sort out because the
	 * masks had to be widened. `undefined` when all that passes is wanted.
	 */
	readonly wanted: Uint8Array | undefined;
}

/**
 * Masks and filters for a list of identifiers. All of them pass; up to six (data sheet: two filters for RXB0, four
 * for RXB1) pass alone, beyond that the masks are widened by as little as can be found. The first two of the list
 * get RXB0, from which a second frame rolls over to RXB1: list first what comes in bursts.
 *
 * @param ids 11-bit identifiers; an empty list accepts all of them.
 * @returns `undefined` when one is not an 11-bit identifier.
 */
export function acceptanceFor(ids: readonly number[]): Acceptance | undefined {
	if (!ids.every((id) => Number.isInteger(id) && id >= 0 && id <= ALL_BITS)) return undefined;
	const unique = [...new Set(ids)];
	if (unique.length === 0) return { masks: [0, 0], filters: new Array(FILTERS).fill(0), wanted: undefined };
	const plan = planFilters(unique);
	const first = bufferFor(unique, plan, RXB0_FILTERS);
	const second = bufferFor(unique, plan, RXB1_FILTERS);
	return {
		masks: [first.mask, second.mask],
		filters: [...first.filters, ...second.filters],
		wanted: passing(unique, plan) > unique.length ? bitmap(unique) : undefined,
	};
}

interface BufferAcceptance {
	readonly mask: number;
	readonly filters: readonly number[];
}

function bufferFor(ids: readonly number[], plan: readonly number[], buffer: BufferFilters): BufferAcceptance {
	const planned = (id: number) => ids[plan.indexOf(id)];
	const numbers = Array.from({ length: buffer.count }, (_, n) => buffer.first + n);
	// A filter left over repeats its neighbour: the mask may be wide, so anything else would let more pass.
	const spare = planned(numbers.find((n) => plan.includes(n)) ?? 0) ?? ids[0]!;
	return {
		mask: ALL_BITS & ~ignoredBits(ids, plan, buffer),
		filters: numbers.map((n) => planned(n) ?? spare),
	};
}

function bitmap(ids: readonly number[]): Uint8Array {
	const bits = new Uint8Array((ALL_BITS + 1) / 8);
	for (const id of ids) bits[id >> 3]! |= 1 << (id & 7);
	return bits;
}

/** An identifier or mask as SIDH, SIDL, EID8 and EID0 (registers 4-10 to 4-17); standard frames only. */
export function identifierBytes(id: number): readonly number[] {
	// EID8 and EID0 would be compared with the first two data bytes (4.5.1), so a mask leaves them 0.
	return [id >> 3, (id & 7) << 5, 0, 0];
}
