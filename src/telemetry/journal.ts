import { jsonText } from "../json";
import type { KeyValueStore } from "../key-value-store";
import type { Message } from "./mqtt-link";

/** So many entries are kept, each under a key of its own. */
const SLOTS = 8;
/** The longest entry, in characters of its stored text: it fits into 3999 bytes even if each takes three. */
const LONGEST = 1300;

/** A message that the broker must get, even if the device restarts before. */
export interface JournalEntry {
	readonly message: Message;
	/** Where it is stored, 0 to 7. */
	readonly slot: number;
	/** Entries are numbered in the order in which they came, across restarts. */
	readonly number: number;
}

/**
 * Messages each of which counts, stored until the broker has acknowledged them. At least once: a restart between
 * the acknowledgement and its being noted sends one again. When there are too many, the oldest goes.
 */
export class Journal {
	readonly #store: KeyValueStore | undefined;
	/** Oldest first. */
	readonly #entries: JournalEntry[];
	readonly #underWay = new Set<JournalEntry>();
	#dropped = 0;
	#unsaved = 0;

	/** @param store Left out, a restart forgets everything. */
	constructor(store?: KeyValueStore) {
		this.#store = store;
		this.#entries = store === undefined ? [] : storedIn(store);
	}

	/** How many the broker does not have yet. */
	get size(): number {
		return this.#entries.length;
	}

	/** How many have been given up, as there were too many or one was too long. */
	get dropped(): number {
		return this.#dropped;
	}

	/** How many could not be stored, and would not have outlived a restart. */
	get unsaved(): number {
		return this.#unsaved;
	}

	/** Takes a message. */
	add(message: Message): void {
		const number = (this.#entries.at(-1)?.number ?? 0) + 1;
		const text = jsonText({ ...message, number });
		if (text.length > LONGEST) {
			this.#dropped += 1;
			return;
		}
		if (this.#entries.length === SLOTS) this.dropOldest();
		const slot = SLOT_NUMBERS.find((slot) => this.#entries.every((entry) => entry.slot !== slot)) ?? 0;
		this.#entries.push({ message, slot, number });
		if (this.#store?.write(keyOf(slot), text) !== undefined) this.#unsaved += 1;
	}

	/** The oldest entry that is not under way. */
	next(): JournalEntry | undefined {
		return this.#entries.find((entry) => !this.#underWay.has(entry));
	}

	/** It has been handed to a link. */
	sent(entry: JournalEntry): void {
		this.#underWay.add(entry);
	}

	/** The broker has it: it is forgotten. */
	delivered(entry: JournalEntry): void {
		this.#underWay.delete(entry);
		const index = this.#entries.indexOf(entry);
		if (index < 0) return;
		this.#entries.splice(index, 1);
		this.#store?.write(keyOf(entry.slot), "");
	}

	/** What is under way may be with the broker already, so it is the last to go. */
	private dropOldest(): void {
		const oldest = this.next() ?? this.#entries[0];
		if (oldest === undefined) return;
		this.#dropped += 1;
		this.delivered(oldest);
	}
}

const SLOT_NUMBERS: readonly number[] = Object.freeze(Array.from({ length: SLOTS }, (_, slot) => slot));

function keyOf(slot: number): string {
	return `journal${slot}`;
}

function storedIn(store: KeyValueStore): JournalEntry[] {
	const entries = SLOT_NUMBERS.map((slot) => entryFrom(store.read(keyOf(slot)), slot));
	const found = entries.filter((entry) => entry !== undefined);
	return found.sort((a, b) => a.number - b.number);
}

/** @returns `undefined` for an empty slot, and for what is no entry: bad stored data never stops the boot. */
function entryFrom(text: string | undefined, slot: number): JournalEntry | undefined {
	if (text === undefined || text === "") return undefined;
	try {
		const { number, topic, payload, qos, retain } = JSON.parse(text);
		const valid =
			Number.isSafeInteger(number) &&
			typeof topic === "string" &&
			topic !== "" &&
			!/[+#\0]/.test(topic) &&
			typeof payload === "string" &&
			(qos === 1 || qos === 2) &&
			typeof retain === "boolean";
		return valid ? { message: { topic, payload, qos, retain }, slot, number } : undefined;
	} catch {
		return undefined;
	}
}
