/** WRITE (MCP2515 data sheet, 12.5). */
const WRITE = 0x02;
/** Masks and filters are below this address (11.0). */
const END = 0x28;

/** Where each receive buffer has its mask and its filters (registers 4-10 to 4-17). */
const RXB0 = { mask: 0x20, filters: [0x00, 0x04] };
const RXB1 = { mask: 0x24, filters: [0x08, 0x10, 0x14, 0x18] };

/** Masks and filters as a driver has written them, followed on its SPI: what it wants to hear at the moment. */
export class WrittenFilters {
	readonly #bytes = new Uint8Array(END);

	/** To be shown each transaction. */
	see(tx: Uint8Array): void {
		if (tx[0] !== WRITE) return;
		const address = tx[1] ?? 0;
		tx.subarray(2).forEach((value, offset) => {
			if (address + offset < END) this.#bytes[address + offset] = value;
		});
	}

	/** The receive buffer that a standard frame is for; RXB0 comes first (4.2). `undefined` when it does not pass. */
	bufferOf(id: number): 0 | 1 | undefined {
		if (this.#passes(id, RXB0)) return 0;
		return this.#passes(id, RXB1) ? 1 : undefined;
	}

	#passes(id: number, { mask, filters }: typeof RXB0): boolean {
		return filters.some((filter) => ((id ^ this.#at(filter)) & this.#at(mask)) === 0);
	}

	#at(address: number): number {
		return ((this.#bytes[address] ?? 0) << 3) | ((this.#bytes[address + 1] ?? 0) >> 5);
	}
}
