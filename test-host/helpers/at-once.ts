import { beforeAll, test } from "@jest/globals";

/** A test as Jest knows it, but for the time that it may take. */
type Declare = (name: string, body: () => Promise<void>) => void;

/**
 * Tests that wait more than they work: all are begun together, and each fails for itself. What runs before each of
 * them or after cannot be said; what stands in `beforeAll` above has run.
 *
 * @param limit How long each may take, ms.
 */
export function atOnce(limit: number, declare: (test: Declare) => void): void {
	const tests: [name: string, body: () => Promise<void>][] = [];
	declare((name, body) => void tests.push([name, body]));
	let runs: readonly Promise<void>[] = [];
	beforeAll(() => {
		runs = tests.map(([, body]) => body());
		// It is the test of its name that is to tell.
		for (const run of runs) run.catch(() => {});
	});
	for (const [index, [name]] of tests.entries()) test(name, () => runs[index], limit);
}
