import { expect, test } from "@jest/globals";
import { WrittenFilters } from "./load-filters";

/** Identifiers one after the other as WRITE sends them. */
function write(address: number, ...ids: number[]): Uint8Array {
	return Uint8Array.of(0x02, address, ...ids.flatMap((id) => [id >> 3, (id & 7) << 5, 0, 0]));
}

test("tells the buffer by masks and filters as they were written, RXB0 first", () => {
	const filters = new WrittenFilters();
	filters.see(write(0x00, 0x7bb, 0x79b, 0x1db));
	filters.see(write(0x10, 0x55b, 0x5bc, 0x7bb));
	filters.see(write(0x20, 0x7fe, 0x7ff));
	const buffers = [0x7bb, 0x7ba, 0x79a, 0x79c, 0x1db, 0x1da, 0x5bc].map((id) => filters.bufferOf(id));
	expect(buffers).toEqual([0, 0, 0, undefined, 1, undefined, 1]);
	filters.see(Uint8Array.of(0x02, 0x18, 0x59e >> 3, (0x59e & 7) << 5));
	expect(filters.bufferOf(0x59e)).toBe(1);
});

test("what only reads, and what is written elsewhere, changes nothing", () => {
	const filters = new WrittenFilters();
	filters.see(write(0x20, 0x7ff, 0x7ff));
	filters.see(Uint8Array.of(0x03, 0x20, 0, 0));
	filters.see(Uint8Array.of(0x02, 0x28, 0xff, 0xff));
	filters.see(Uint8Array.of(0x40, 0x20, 0, 0));
	expect([0, 0x7ff].map((id) => filters.bufferOf(id))).toEqual([0, undefined]);
});
