/** The 11-bit identifiers to receive. Where all three lists are empty, every standard frame is. */
export interface WantedIds {
	readonly replies: readonly number[];
	readonly always: readonly number[];
	readonly inTurn: readonly number[];
}

/** Which identifiers to let through; nobody has to take turns, as there is no lack of filters. */
export class Acceptance {
	/** One bit for each identifier, bit `id & 7` of byte `id >> 3`; `undefined` lets all through. */
	readonly #wanted: Uint8Array | undefined;

	/** @param ids 11-bit identifiers. */
	constructor({ replies, always, inTurn }: WantedIds) {
		const ids = [...replies, ...always, ...inTurn];
		if (ids.length === 0) return;
		this.#wanted = new Uint8Array(256);
		for (const id of ids) this.#wanted[id >> 3] = (this.#wanted[id >> 3] ?? 0) | (1 << (id & 7));
	}

	accepts(id: number): boolean {
		return this.#wanted === undefined || ((this.#wanted[id >> 3] ?? 0) & (1 << (id & 7))) !== 0;
	}
}

/** Whether all are 11-bit identifiers. */
export function areIdentifiers({ replies, always, inTurn }: WantedIds): boolean {
	return [...replies, ...always, ...inTurn].every((id) => Number.isInteger(id) && id >= 0 && id <= 0x7ff);
}
