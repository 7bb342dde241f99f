// biome-ignore-all lint/style/noNonNullAssertion: every index is below the length of its array

/** Which of the six filters belong to a receive buffer (data sheet DS20001801, 4.5). */
export interface BufferFilters {
	readonly first: number;
	readonly count: number;
}

export const RXB0_FILTERS: BufferFilters = Object.freeze({ first: 0, count: 2 });
export const RXB1_FILTERS: BufferFilters = Object.freeze({ first: 2, count: 4 });

const FILTERS = RXB0_FILTERS.count + RXB1_FILTERS.count;
/** In place of a filter or an identifier. */
const NONE = -1;
/** How many identifiers all beginnings of the search place together: bounds the time it takes at start-up. */
const EFFORT = 64;

/**
 * Says which of the six filters each identifier goes to, so that few others pass the masks this takes. Up to six
 * identifiers get a filter each, in their order. Beyond that there is no exact answer to be had in reasonable
 * time: each identifier is put where it widens least, then they are moved about and exchanged as long as that
 * helps, from several beginnings.
 *
 * @param ids Identifiers without duplicates.
 * @returns The number of the filter for each of them.
 */
export function planFilters(ids: readonly number[]): readonly number[] {
	if (ids.length <= FILTERS) return ids.map((_, index) => index);
	let best = settle(ids, 0);
	for (let start = 1; (start + 1) * ids.length <= EFFORT; start++) {
		const plan = settle(ids, start);
		if (passing(ids, plan) < passing(ids, best)) best = plan;
	}
	return best;
}

/** The bits that a mask must ignore for each filter of the buffer to pass all that was planned for it. */
export function ignoredBits(ids: readonly number[], plan: readonly number[], buffer: BufferFilters): number {
	let ignored = 0;
	for (let filter = buffer.first; filter < buffer.first + buffer.count; filter++) {
		const first = ids[plan.indexOf(filter)];
		if (first === undefined) continue;
		for (let index = 0; index < ids.length; index++) {
			if (plan[index] === filter) ignored |= ids[index]! ^ first;
		}
	}
	return ignored;
}

function settle(ids: readonly number[], start: number): number[] {
	const plan = new Array<number>(ids.length).fill(NONE);
	for (let step = 0; step < ids.length; step++) place(ids, plan, (start + step) % ids.length);
	for (let moved = true; moved; ) {
		moved = false;
		for (let index = 0; index < ids.length; index++) moved = place(ids, plan, index) || moved;
		moved ||= exchange(ids, plan);
	}
	return plan;
}

/** Puts one identifier to the filter where the fewest pass. `true` when that is better than where it was. */
function place(ids: readonly number[], plan: number[], index: number): boolean {
	const before = plan[index]!;
	let best = before;
	let fewest = before === NONE ? Number.POSITIVE_INFINITY : passing(ids, plan);
	for (let filter = 0; filter < FILTERS; filter++) {
		plan[index] = filter;
		const count = passing(ids, plan);
		if (count < fewest) {
			fewest = count;
			best = filter;
		}
	}
	plan[index] = best;
	return best !== before;
}

/** Exchanges the filters of the first two identifiers found where fewer pass then. `false` when there are none. */
function exchange(ids: readonly number[], plan: number[]): boolean {
	const before = passing(ids, plan);
	for (let one = 1; one < ids.length; one++) {
		for (let other = 0; other < one; other++) {
			const filter = plan[one]!;
			plan[one] = plan[other]!;
			plan[other] = filter;
			if (passing(ids, plan) < before) return true;
			plan[other] = plan[one]!;
			plan[one] = filter;
		}
	}
	return false;
}

/**
 * How many identifiers pass; those that pass two filters count twice. One pass over the list, because the search
 * asks for this some thousand times.
 */
export function passing(ids: readonly number[], plan: readonly number[]): number {
	const firsts = [NONE, NONE, NONE, NONE, NONE, NONE];
	let ignored0 = 0;
	let ignored1 = 0;
	let used0 = 0;
	let used1 = 0;
	for (let index = 0; index < ids.length; index++) {
		const filter = plan[index]!;
		if (filter === NONE) continue;
		const id = ids[index]!;
		const isNew = firsts[filter] === NONE;
		if (isNew) firsts[filter] = id;
		const difference = id ^ firsts[filter]!;
		if (filter < RXB1_FILTERS.first) {
			ignored0 |= difference;
			if (isNew) used0 += 1;
		} else {
			ignored1 |= difference;
			if (isNew) used1 += 1;
		}
	}
	return (used0 << bitCount(ignored0)) + (used1 << bitCount(ignored1));
}

function bitCount(bits: number): number {
	let count = 0;
	for (let rest = bits; rest !== 0; rest &= rest - 1) count += 1;
	return count;
}
