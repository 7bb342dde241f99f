import { WIDTH } from "./toolchain";

/** Size of an XS slot in this build and on an ESP32, bytes. */
const SLOT_HERE = WIDTH / 2;
const SLOT_THERE = 16;
/** So many samples, one a second, make the mean of what goes on. */
const LATELY = 10;

/** What XS holds at one time, bytes as on an ESP32; chunks as in this build, which is more if that has 64 bits. */
export interface MemorySample {
	/** In use, with what the garbage collector has not taken away yet. */
	readonly slots: number;
	readonly chunks: number;
	/** What the heaps have grown to. */
	readonly slotHeap: number;
	readonly chunkHeap: number;
	/** Most of the stack that was used since the last sample. */
	readonly stack: number;
	/** How often garbage was collected since the last sample. */
	readonly collections: number;
}

const NAMES = {
	slots: "Slot used",
	chunks: "Chunk used",
	slotHeap: "Slot available",
	chunkHeap: "Chunk available",
	stack: "Stack used",
	collections: "Garbage collections",
} as const;
const IN_SLOTS = new Set(["slots", "slotHeap", "stack"]);

/** Follows the memory that a firmware needs, by the figures that it prints once a second. */
export class MemoryUse {
	readonly samples: MemorySample[] = [];
	/** Held by mbed TLS and our engine around it, bytes: the most at any time. */
	tlsPeak = 0;
	#columns: string[] = [];

	/** @returns Whether the line was one of those. */
	take(line: string): boolean {
		const [what = "", values = ""] = line.split(": ");
		const fields = values.split(",");
		if (what === "instruments key") this.#columns = fields;
		else if (what === "instruments") this.samples.push(this.#sample(fields.map(Number)));
		else if (what === "mbedtls") this.tlsPeak = Number(fields[1]);
		else return false;
		return true;
	}

	/** The largest of each figure. */
	get peak(): MemorySample {
		const most = (key: keyof MemorySample) => Math.max(...this.samples.map((sample) => sample[key]));
		return fromEach(most);
	}

	/** How often garbage has lately been collected in a second, on average. */
	get collectionsLately(): number {
		const lately = this.samples.slice(-LATELY);
		return lately.reduce((sum, { collections }) => sum + collections, 0) / lately.length;
	}

	#sample(values: readonly number[]): MemorySample {
		return fromEach((key) => {
			const value = values[this.#columns.indexOf(NAMES[key])];
			if (value === undefined) throw new Error(`the firmware does not tell "${NAMES[key]}"`);
			return IN_SLOTS.has(key) ? (value / SLOT_HERE) * SLOT_THERE : value;
		});
	}
}

function fromEach(value: (key: keyof MemorySample) => number): MemorySample {
	const keys = Object.keys(NAMES) as (keyof MemorySample)[];
	return Object.fromEntries(keys.map((key) => [key, value(key)])) as unknown as MemorySample;
}
