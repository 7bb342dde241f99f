import {
	type ErrorReason,
	MCP2515,
	type MCP2515Options,
	type OpenFailure,
	type WantedIds,
} from "../../../modules/mcp2515/mcp2515";
import { Mcp2515Chip } from "../../virtual/mcp2515/chip";

/** A frame as a test compares it: a copy, because the driver uses its objects again. */
export interface Heard {
	readonly id: number;
	readonly data: readonly number[];
}

/** What one SPI transaction takes, ms. */
const TRANSACTION_MS = 0.02;

/** The lists of what is wanted; everything where none is given. */
export function wanted(lists: Partial<WantedIds> = {}): WantedIds {
	return { replies: [], always: [], inTurn: [], ...lists };
}

/** Wires the driver to a chip. INT edges are kept until `run`, as an ECMA-419 host does. */
export class Wiring {
	readonly heard: Heard[] = [];
	readonly reasons: ErrorReason[] = [];
	/** What the classes were constructed with. */
	readonly constructed: Record<string, unknown>[] = [];
	/** Open SPI and Digital objects. */
	open = 0;
	/** Called before and after each transaction with what the driver sends. */
	beforeTransfer: (tx: Uint8Array) => void = () => {};
	afterTransfer: (tx: Uint8Array) => void = () => {};
	/** Replaces what the chip answers. */
	answer: ((tx: Uint8Array) => Uint8Array) | undefined;
	/** Holds the INT line, whatever the chip does. */
	stuck: 0 | 1 | undefined;
	onFrame: () => void = () => {};
	/** How often the driver has said that the bus woke the chip. */
	wakes = 0;
	/** Monotonic time, ms; goes on by itself with each transaction, and otherwise by hand. */
	time = 1000;
	readonly chip: Mcp2515Chip;
	#edge = false;
	#onReadable: (() => void) | undefined;

	/** @param board - Its chip, or the frequency of its crystal in hertz: then with our own time. */
	constructor(board: Mcp2515Chip | number = 8_000_000) {
		this.chip = typeof board === "number" ? new Mcp2515Chip(board, 500_000, () => this.time) : board;
		this.chip.onInterrupt = () => {
			this.#edge = true;
		};
	}

	/** Opens the driver; listens for everything when nothing else is said. */
	tryOpen(options: Partial<MCP2515Options> = {}): MCP2515 | OpenFailure {
		return MCP2515.open({
			spi: { io: this.#spiClass(), hz: 8_000_000 },
			interrupt: { io: this.#digitalClass(), pin: 4 },
			crystal: 8_000_000,
			bitrate: 500_000,
			accept: wanted(),
			now: () => this.time,
			onFrame: ({ id, dlc, data }) => {
				this.heard.push({ id, data: [...data.subarray(0, dlc)] });
				this.onFrame();
			},
			onError: (reason) => this.reasons.push(reason),
			onWake: () => {
				this.wakes += 1;
			},
			...options,
		});
	}

	/** As `tryOpen`, and fails the test if that does not work. Traffic is counted from here on. */
	start(options?: Partial<MCP2515Options>): MCP2515 {
		const driver = this.tryOpen(options);
		if ("reason" in driver) throw new Error(driver.reason);
		this.chip.resetTraffic();
		return driver;
	}

	/** Reports the edges of INT until there are no new ones. Returns how many. */
	run(): number {
		let edges = 0;
		for (; this.#edge && edges < 1000; edges++) {
			this.#edge = false;
			this.#onReadable?.();
		}
		return edges;
	}

	/** Lets time go by as an application does that polls every 50 ms; `meanwhile` is called before each poll. */
	pollFor(driver: MCP2515, ms: number, meanwhile: () => void = () => {}): void {
		for (const end = this.time + ms; this.time < end; ) {
			this.time += 50;
			meanwhile();
			this.run();
			driver.poll();
		}
		this.run();
	}

	/** What a test reads behind the driver's back. */
	register(address: number): number {
		return this.chip.transfer(Uint8Array.of(0x03, address, 0))[2] ?? 0;
	}

	/** Reports an edge that need not have been there. */
	falseEdge(): void {
		this.#edge = true;
	}

	#spiClass() {
		const wiring = this;
		return class {
			#open = true;
			constructor(options: Record<string, unknown>) {
				wiring.constructed.push(options);
				wiring.open += 1;
			}
			transfer(buffer: Uint8Array): void {
				if (!this.#open) throw new Error("SPI is closed");
				if (buffer.length < 1 || buffer.length > 64) throw new Error(`SPI: ${buffer.length} bytes`);
				const tx = buffer.slice();
				wiring.time += TRANSACTION_MS;
				wiring.beforeTransfer(tx);
				buffer.set(wiring.answer?.(tx) ?? wiring.chip.transfer(tx));
				wiring.afterTransfer(tx);
			}
			close(): void {
				this.#open = false;
				wiring.open -= 1;
			}
		};
	}

	#digitalClass() {
		const wiring = this;
		return class {
			static readonly InputPullUp = 2;
			static readonly Falling = 8;
			#open = true;
			constructor(options: Record<string, unknown> & { onReadable: () => void }) {
				wiring.constructed.push(options);
				wiring.open += 1;
				wiring.#onReadable = options.onReadable;
			}
			read(): number {
				if (!this.#open) throw new Error("Digital is closed");
				return wiring.stuck ?? (wiring.chip.intLow ? 0 : 1);
			}
			close(): void {
				this.#open = false;
				wiring.open -= 1;
			}
		};
	}
}

/** A frame of 8 bytes that begins with `mark`. */
export function frame(id: number, mark = 0) {
	return { id, dlc: 8, data: Uint8Array.of(mark, 1, 2, 3, 4, 5, 6, 7) };
}
