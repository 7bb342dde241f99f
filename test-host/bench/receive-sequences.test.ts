import { describe, expect, test } from "@jest/globals";
import { Mcp2515Chip } from "../virtual/mcp2515/chip";
import { listenToAll, RECEIVE_SEQUENCES, runSequence, type Step } from "./receive-sequences";

const FRAMES = [
	{ id: 0x1db, dlc: 8, data: [1, 2, 3, 4, 5, 6, 7, 8] },
	{ id: 0x55b, dlc: 8, data: [9, 10, 11, 12, 13, 14, 15, 16] },
];
const HEARD = FRAMES.map(({ id, data }) => ({ id, data }));

/** SPI bytes and transactions for an 8-byte frame and for two, counted by hand from the sources. */
const EXPECTED = [
	{ driver: "autowp/arduino-mcp2515, ESPHome", single: [26, 5], burst: [52, 10] },
	{ driver: "Linux mcp251x", single: [26, 4], burst: [36, 4] },
];

function run(steps: readonly Step[], count: number) {
	const chip = new Mcp2515Chip();
	listenToAll(chip);
	for (const frame of FRAMES.slice(0, count)) expect(chip.receive(frame)).toBe(true);
	const result = runSequence(chip, steps);
	return { ...result, intLow: chip.intLow };
}

describe.each(EXPECTED)("$driver", ({ driver, single, burst }) => {
	const sequence = RECEIVE_SEQUENCES.find((candidate) => candidate.driver === driver);

	test.each([
		["single", sequence?.single ?? [], 1, single],
		["burst", sequence?.burst ?? [], 2, burst],
	] as const)(
		"%s: brings every byte at the known cost and leaves nothing behind",
		(_, steps, count, cost) => {
			const { frames, bytes, transactions, intLow } = run(steps, count);
			expect(frames).toEqual(HEARD.slice(0, count));
			expect([bytes, transactions]).toEqual(cost);
			expect(intLow).toBe(false);
		},
	);
});

test("a shorter frame costs autowp fewer bytes", () => {
	const chip = new Mcp2515Chip();
	listenToAll(chip);
	chip.receive({ id: 0x5c0, dlc: 2, data: [0xaa, 0xbb] });
	const { frames, bytes } = runSequence(chip, RECEIVE_SEQUENCES[0]?.single ?? []);
	expect(frames).toEqual([{ id: 0x5c0, data: [0xaa, 0xbb] }]);
	expect(bytes).toBe(20);
});
