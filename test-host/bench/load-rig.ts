import { Mcp2515Chip } from "../virtual/mcp2515/chip";
import type { ScheduledFrame } from "./bus-schedule";
import type { Errand } from "./load-arithmetic";
import { WrittenFilters } from "./load-filters";

/** READ, WRITE and BIT MODIFY (MCP2515 data sheet, 12.3, 12.5, 12.10). */
const READ = 0x03;
const REGISTER_INSTRUCTIONS = [READ, 0x02, 0x05];
/** CANINTE, CANINTF and EFLG (7.1, register 6-3). */
const FLAG_REGISTERS = [0x2b, 0x2c, 0x2d];
/** A change of mode reads one register, an inspection two and more. */
const INSPECTION_BYTES = 4;

/** How often the firmware calls `poll`. */
const POLL_US = 50_000;
/** How long the rig runs on after the last frame. */
const REST_US = 2 * POLL_US;

/** What became of a scheduled frame. */
export interface Fate {
	/** The buffer that it was for; `undefined` when it did not pass, or could not. */
	readonly buffer: 0 | 1 | undefined;
	/** It was on the wire while the chip did not listen, because its filters were being changed. */
	readonly unheard: boolean;
	/** A buffer had room for it. */
	stored: boolean;
	delivered: boolean;
}

/** What a driver must be called for. */
export interface Callbacks {
	/** INT has fallen. */
	readonly onReadable: () => void;
	readonly poll: () => void;
}

/**
 * Chip, bus and SPI on one line of simulated time, in whole microseconds: frames end when their wire time is over,
 * SPI transactions take a microsecond a byte (8 MHz), and time only passes in SPI transactions and between calls.
 */
export class LoadRig {
	readonly fates: Fate[] = [];
	readonly errands: Errand[] = [];
	nowUs = 0;
	readonly #chip: Mcp2515Chip;
	readonly #filters = new WrittenFilters();
	readonly #latencyUs: (atUs: number) => number;
	#schedule: readonly ScheduledFrame[] = [];
	readonly #waiting: number[] = [];
	#heardSinceUs = 0;
	#listened = false;
	#dueUs: number | undefined;
	#turnUs = 0;
	#inspectUs = 0;

	/** @param latencyUs - From the fall of INT to the call of the driver. */
	constructor(latencyUs: (atUs: number) => number) {
		this.#latencyUs = latencyUs;
		this.#chip = new Mcp2515Chip(8_000_000, 500_000, () => this.nowUs / 1000);
		this.#chip.onInterrupt = () => {
			this.#dueUs ??= this.nowUs + this.#latencyUs(this.nowUs);
		};
	}

	get interruptLow(): boolean {
		return this.#chip.intLow;
	}

	/** One SPI transaction, full duplex and in place. What ends at the same time on the bus comes before it. */
	transfer(buffer: Uint8Array): void {
		this.#passUntil(this.nowUs + buffer.length);
		this.#filters.see(buffer);
		this.#noteErrand(buffer);
		buffer.set(this.#chip.transfer(buffer));
		const listens = this.#chip.listens;
		if (listens && !this.#listened) this.#heardSinceUs = this.nowUs;
		this.#listened = listens;
	}

	/** A frame has come out of the driver. */
	deliver(id: number, data: Uint8Array): void {
		const at = this.#waiting.findIndex((index) => {
			const { frame } = this.#schedule[index] as ScheduledFrame;
			return frame.id === id && data.every((byte, offset) => byte === (frame.data[offset] ?? byte));
		});
		const [index] = at < 0 ? [] : this.#waiting.splice(at, 1);
		const fate = index === undefined ? undefined : this.fates[index];
		if (fate === undefined) throw new Error(`the driver delivered a frame ${id} that was not received`);
		fate.delivered = true;
	}

	/** Puts the frames on the bus and calls the driver as the hardware would. */
	run(schedule: readonly ScheduledFrame[], { onReadable, poll }: Callbacks): void {
		this.#schedule = schedule;
		const endUs = (schedule.at(-1)?.endUs ?? 0) + REST_US;
		let pollUs = this.nowUs + POLL_US;
		while (pollUs <= endUs) {
			const dueUs = this.#dueUs ?? Number.POSITIVE_INFINITY;
			const nextUs = schedule[this.fates.length]?.endUs ?? Number.POSITIVE_INFINITY;
			if (nextUs <= Math.min(dueUs, pollUs)) this.#passUntil(nextUs);
			else if (dueUs <= pollUs) {
				this.#passUntil(Math.max(dueUs, this.nowUs));
				this.#dueUs = undefined;
				onReadable();
			} else {
				this.#passUntil(Math.max(pollUs, this.nowUs));
				this.#turnUs = this.#inspectUs = 0;
				poll();
				this.errands.push({ atUs: pollUs, turnUs: this.#turnUs, inspectUs: this.#inspectUs });
				pollUs += POLL_US;
			}
		}
	}

	#passUntil(untilUs: number): void {
		for (;;) {
			const next = this.#schedule[this.fates.length];
			if (next === undefined || next.endUs > untilUs) break;
			this.nowUs = next.endUs;
			this.#end(next);
		}
		this.nowUs = untilUs;
	}

	/** A chip that comes back to the bus waits for the end of the frame that is on it (ISO 11898-1, integration). */
	#end({ frame, startUs }: ScheduledFrame): void {
		const unheard = !this.#listened || startUs < this.#heardSinceUs;
		const buffer = unheard ? undefined : this.#filters.bufferOf(frame.id);
		const index = this.fates.length;
		const fate: Fate = { buffer, unheard, stored: false, delivered: false };
		this.fates.push(fate);
		if (unheard) return;
		fate.stored = this.#chip.receive(frame);
		if (fate.stored) this.#waiting.push(index);
	}

	/** Sums up the time of what is neither receiving nor handling flags: to look at registers is to inspect. */
	#noteErrand(tx: Uint8Array): void {
		const [instruction = 0, address = 0] = tx;
		const isRegister = REGISTER_INSTRUCTIONS.includes(instruction);
		if (!isRegister || FLAG_REGISTERS.includes(address)) return;
		if (instruction === READ && tx.length >= INSPECTION_BYTES) this.#inspectUs += tx.length;
		else this.#turnUs += tx.length;
	}
}
