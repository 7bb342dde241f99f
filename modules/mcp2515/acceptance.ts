// biome-ignore-all lint/style/noNonNullAssertion: every index is below the length of its array

import { ALL_BITS, type ReplyFilters, replyFilters } from "./reply-filters";

/** The 11-bit identifiers to receive. Where all three lists are empty, every standard frame is. */
export interface WantedIds {
	/** At most 10, always heard: they get RXB0, from which a second frame rolls over to RXB1, as in a burst. */
	readonly replies: readonly number[];
	/** Always heard: at most 3, or 4 when nothing is in turn. */
	readonly always: readonly number[];
	/** Heard one after the other, where there is no filter left for each of them. */
	readonly inTurn: readonly number[];
}

/** What the chip is to let through (data sheet DS20001801, 4.5). */
export interface Acceptance {
	/** Mask of RXB0 (filters 0 and 1) and of RXB1 (filters 2 to 5): a 1 compares the bit. */
	readonly masks: readonly [number, number];
	/** The six filters. Those not needed repeat another. */
	readonly filters: readonly number[];
	/** What takes turns in filter 5, beginning with what is in it now; empty or two at least. */
	readonly turns: readonly number[];
	/** Everything that RXB1 is for. */
	readonly exact: readonly number[];
	/**
	 * One bit for each identifier, bit `id & 7` of byte `id >> 3`: what the driver must still sort out because the
	 * mask of RXB0 had to be widened. `undefined` when all that passes is wanted.
	 */
	readonly wanted: Uint8Array | undefined;
}

const MAX_REPLIES = 10;
const RXB0_FILTERS = 2;
const RXB1_FILTERS = 4;
const EVERYTHING: Acceptance = Object.freeze({
	masks: Object.freeze([0, 0] as const),
	filters: Object.freeze([0, 0, 0, 0, 0, 0]),
	turns: Object.freeze([]),
	exact: Object.freeze([]),
	wanted: undefined,
});

/**
 * Masks and filters for lists of identifiers. RXB0 is for the replies, with a mask widened as little as possible;
 * RXB1 compares all bits. What passes RXB0 anyway needs no filter of RXB1 (4.2: RXB0 has priority), and in turn is
 * only what finds no filter of its own. Without replies, RXB0 takes the first of the others.
 *
 * @returns `undefined` when one is not an 11-bit identifier, or there are too many.
 */
export function acceptanceFor(wanted: WantedIds): Acceptance | undefined {
	const replies = [...new Set(wanted.replies)];
	const others = [...new Set([...wanted.always, ...wanted.inTurn])].filter((id) => !replies.includes(id));
	const all = [...replies, ...others];
	if (all.length === 0) return EVERYTHING;
	if (!all.every(isIdentifier) || replies.length > MAX_REPLIES) return undefined;
	const always = others.filter((id) => wanted.always.includes(id));
	const slots = others.length > always.length ? RXB1_FILTERS - 1 : RXB1_FILTERS;
	if (always.length > slots) return undefined;
	const first = replyFilters(replies.length > 0 ? replies : others.slice(0, RXB0_FILTERS));
	const exact = others.filter((id) => !passes(id, first));
	const fixed = exact.length > RXB1_FILTERS ? exact.slice(0, RXB1_FILTERS - 1) : exact;
	const turns = exact.slice(fixed.length);
	return {
		masks: [first.mask, ALL_BITS],
		filters: [...first.filters, ...exactFilters([...fixed, ...turns], all[0]!)],
		turns,
		exact,
		wanted: first.passing > all.length - exact.length ? bitmap(all) : undefined,
	};
}

/** The filters of RXB1; those left over let nothing more pass. */
function exactFilters(ids: readonly number[], otherwise: number): readonly number[] {
	return Array.from({ length: RXB1_FILTERS }, (_, index) => ids[index] ?? ids[0] ?? otherwise);
}

function isIdentifier(id: number): boolean {
	return Number.isInteger(id) && id >= 0 && id <= ALL_BITS;
}

function passes(id: number, { mask, filters }: ReplyFilters): boolean {
	return filters.some((filter) => ((id ^ filter) & mask) === 0);
}

function bitmap(ids: readonly number[]): Uint8Array {
	const bits = new Uint8Array((ALL_BITS + 1) / 8);
	for (const id of ids) bits[id >> 3]! |= 1 << (id & 7);
	return bits;
}
