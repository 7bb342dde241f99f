import { type CanFrame, emptyFrame } from "../../src/can/frame";
import { crc8 } from "../../src/leaf/crc8";
import { seeded } from "../helpers/seeded";

/** What the frames are made from. */
export interface HostileSources {
	/** Frames of real messages: they are sent as they are, mutated, and mutated with the check sum mended. */
	readonly frames: readonly CanFrame[];
	/** Replies in several frames: they are sent with frames lost, doubled, exchanged and mutated. */
	readonly replies: readonly (readonly CanFrame[])[];
}

/** Frames without end as no car sends them, the same for the same seed. The frame returned is used again. */
export class HostileFrames {
	readonly #random: () => number;
	readonly #sources: HostileSources;
	readonly #frame = emptyFrame();
	/** What is left of a reply. */
	#rest: CanFrame[] = [];

	constructor(seed: number, sources: HostileSources) {
		this.#random = seeded(seed);
		this.#sources = sources;
	}

	next(): CanFrame {
		const queued = this.#rest.shift();
		if (queued !== undefined) return this.#copy(queued);
		const kinds = [
			() => this.#noise(),
			() => this.#copy(this.#oneOf(this.#sources.frames)),
			() => this.#mutated(false),
			() => this.#mutated(true),
			() => this.#reply(),
		];
		return this.#oneOf(kinds)();
	}

	/** Any bytes, under an identifier that is listened to as often as not. */
	#noise(): CanFrame {
		const frame = this.#frame;
		const known = this.#random() < 0.5;
		frame.id = known ? this.#oneOf(this.#sources.frames).id : this.#below(0x800);
		frame.dlc = this.#random() < 0.8 ? 8 : this.#below(9);
		for (let index = 0; index < 8; index++) frame.data[index] = this.#below(256);
		return frame;
	}

	#mutated(mended: boolean): CanFrame {
		const frame = this.#copy(this.#oneOf(this.#sources.frames));
		this.#flip(frame, 1 + this.#below(4));
		if (mended && frame.dlc > 1) frame.data[frame.dlc - 1] = crc8(frame.data, frame.dlc - 1);
		return frame;
	}

	#reply(): CanFrame {
		const frames = this.#oneOf(this.#sources.replies).map((frame) => this.#clone(frame));
		const at = this.#below(frames.length);
		const mishaps = [
			() => frames,
			() => frames.filter((_, index) => index !== at),
			() => frames.flatMap((frame, index) => (index === at ? [frame, frame] : [frame])),
			() => [...frames.slice(0, at), ...frames.slice(at).reverse()],
			() => frames.slice(0, at + 1),
			() => {
				for (const frame of frames) if (this.#random() < 0.2) this.#flip(frame, 2);
				return frames;
			},
		];
		this.#rest = this.#oneOf(mishaps)();
		return this.next();
	}

	#flip(frame: CanFrame, bits: number): void {
		for (let count = 0; count < bits; count++) {
			const bit = this.#below(8 * Math.max(1, frame.dlc));
			frame.data[bit >> 3] = (frame.data[bit >> 3] as number) ^ (1 << (bit & 7));
		}
	}

	#copy({ id, dlc, data }: CanFrame): CanFrame {
		this.#frame.id = id;
		this.#frame.dlc = dlc;
		this.#frame.data.set(data);
		return this.#frame;
	}

	#clone({ id, dlc, data }: CanFrame): CanFrame {
		return { id, dlc, data: data.slice() };
	}

	#oneOf<T>(items: readonly T[]): T {
		return items[this.#below(items.length)] as T;
	}

	#below(limit: number): number {
		return Math.floor(this.#random() * limit);
	}
}
