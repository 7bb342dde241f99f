import { setTimeout as sleep } from "node:timers/promises";

/** How long something in another process may take, ms, and how often it is looked for. */
const PATIENCE = 30_000;
const PERIOD = 50;

/**
 * Waits until `look` finds what it looks for.
 *
 * @param what - For the message when that does not happen.
 * @returns What `look` returned: the first thing that counts as true.
 */
export async function until<T>(
	what: string,
	look: () => T | undefined | Promise<T | undefined>,
): Promise<NonNullable<T>> {
	const deadline = performance.now() + PATIENCE;
	for (;;) {
		const found = await look();
		if (found) return found;
		if (performance.now() > deadline) throw new Error(`waited ${PATIENCE} ms, and still not: ${what}`);
		await sleep(PERIOD);
	}
}
