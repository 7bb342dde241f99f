import { decodeUtf8, encodeUtf8 } from "../utf8";
import type { BlobStore } from "./blob-store";
import { DOCUMENT_LIMIT } from "./schema";
import type { Sealer } from "./sealing";

/** Under which it is stored. */
const SLOTS = Object.freeze(["settings-a", "settings-b"] as const);
/** Version of what a slot looks like: 4 bytes of sequence number, highest first, then what the sealer makes of the text. */
const FORMAT = 1;
/** Bytes of the sequence number. */
const HEADER = 4;

type Slot = (typeof SLOTS)[number];

/** `wrong-key`, `too-short` or `damaged` of what is stored, `too-long` of a document, or what store or sealer say. */
interface Failure {
	readonly reason: string;
}

interface Kept {
	readonly slot: Slot;
	readonly sequence: number;
	readonly document: string;
	/** There was a later one, and why that cannot be read; left out when this is the last. */
	readonly stale?: string;
}

/** A slot, and the number that stands there, true or not: -1 when it is too short for one, `undefined` when it is empty. */
interface Claim {
	readonly slot: Slot;
	readonly sequence: number | undefined;
}

/** Where the settings are kept, and what makes them unreadable to others. */
export interface KeeperPorts {
	readonly store: BlobStore;
	readonly sealer: Sealer;
}

/**
 * Keeps the settings document sealed, in two slots: a new one replaces the older of the two, and what is broken off on
 * the way leaves the newer. The slot and its sequence number are sealed along, so nothing can be put in place of another.
 */
export class SettingsKeeper {
	readonly #store: BlobStore;
	readonly #sealer: Sealer;
	#writes = 0;

	constructor({ store, sealer }: KeeperPorts) {
		this.#store = store;
		this.#sealer = sealer;
	}

	/** How often the document has been written since the last `erase`, as of the last `read` or `write`: flash wears out. */
	get writes(): number {
		return this.#writes;
	}

	/**
	 * @returns The document, that there is none, or why none of what is stored can be read. `stale` says why a later
	 * document than this one cannot be read; it was damaged, or broken off while it was written.
	 */
	read(): { readonly document: string; readonly stale?: string } | { readonly missing: true } | Failure {
		const kept = this.find();
		if (kept === undefined) return { missing: true };
		if ("reason" in kept) return { reason: kept.reason };
		const { document, sequence, stale } = kept;
		this.#writes = sequence;
		return { document, ...(stale !== undefined && { stale }) };
	}

	/** Replaces the document; writes once, or not at all when it is the same. @returns Why the old one is still there. */
	write(document: string): Failure | undefined {
		const found = this.find();
		const kept = found !== undefined && "slot" in found ? found : undefined;
		if (kept?.document === document) return undefined;
		const plain = encodeUtf8(document);
		if (plain.length > DOCUMENT_LIMIT) return { reason: "too-long" };
		const sequence = (kept?.sequence ?? 0) + 1;
		const slot = kept === undefined ? this.newestFirst()[1].slot : otherThan(kept.slot);
		const sealed = this.#sealer.seal(plain, purpose(slot, sequence));
		if ("reason" in sealed) return sealed;
		const failure = this.#store.write(slot, withSequence(sequence, sealed));
		if (failure !== undefined) return failure;
		this.#writes = sequence;
		// What could not be read would look as if it were later.
		if (found !== undefined && kept === undefined) this.#store.remove(otherThan(slot));
		return undefined;
	}

	/** Takes the document away for good. @returns Why it is still there. */
	erase(): Failure | undefined {
		const [newest, oldest] = this.newestFirst();
		// The older first: when it breaks off in between, nothing old comes back.
		const failure = this.#store.remove(oldest.slot) ?? this.#store.remove(newest.slot);
		if (failure === undefined) this.#writes = 0;
		return failure;
	}

	/** The newest that can be opened; else why the newest could not; `undefined` where there is nothing. */
	private find(): Kept | Failure | undefined {
		const [newest, oldest] = this.newestFirst();
		const first = this.open(newest.slot);
		if (first !== undefined && "slot" in first) {
			return isBefore(oldest.sequence, first.sequence) ? first : { ...first, stale: "damaged" };
		}
		const second = this.open(oldest.slot);
		if (first !== undefined && second !== undefined && "slot" in second) {
			return { ...second, stale: first.reason };
		}
		return first ?? second;
	}

	private open(slot: Slot): Kept | Failure | undefined {
		const bytes = this.#store.read(slot);
		if (bytes === undefined) return undefined;
		if (bytes.length < HEADER) return { reason: "too-short" };
		const sequence = sequenceOf(bytes);
		const opened = this.#sealer.open(bytes.subarray(HEADER), purpose(slot, sequence));
		if ("reason" in opened) return opened;
		const document = decodeUtf8(opened);
		return document === undefined ? { reason: "damaged" } : { slot, sequence, document };
	}

	/** By the numbers that stand there, true or not. One after the other, so that RAM never holds both. */
	private newestFirst(): readonly [Claim, Claim] {
		const [first, second] = [this.claimOf(SLOTS[0]), this.claimOf(SLOTS[1])];
		return (first.sequence ?? -1) <= (second.sequence ?? -1) ? [second, first] : [first, second];
	}

	private claimOf(slot: Slot): Claim {
		const bytes = this.#store.read(slot);
		if (bytes === undefined) return { slot, sequence: undefined };
		return { slot, sequence: bytes.length < HEADER ? -1 : sequenceOf(bytes) };
	}
}

/**
 * Whether a slot with this number may be there beside the newest: none, or the one before, counted from 1. Any other was
 * damaged, and may have been the later one. (Opening the older slot, too, would tell for sure, and cost twice as much.)
 */
function isBefore(older: number | undefined, newest: number): boolean {
	return older === undefined || (older === newest - 1 && older > 0);
}

function otherThan(slot: Slot): Slot {
	return slot === SLOTS[0] ? SLOTS[1] : SLOTS[0];
}

function sequenceOf(bytes: Uint8Array): number {
	return bytes.subarray(0, HEADER).reduce((number, byte) => number * 256 + byte, 0);
}

function withSequence(sequence: number, sealed: Uint8Array): Uint8Array {
	const bytes = new Uint8Array(HEADER + sealed.length);
	for (let at = 0; at < HEADER; at++) bytes[at] = sequence >>> (8 * (HEADER - 1 - at));
	bytes.set(sealed, HEADER);
	return bytes;
}

/** What is sealed along, and must be the same to open it. */
function purpose(slot: Slot, sequence: number): Uint8Array {
	return encodeUtf8(`leafcast ${FORMAT} ${slot} ${sequence}`);
}
