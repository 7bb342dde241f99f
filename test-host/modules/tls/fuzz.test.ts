import { beforeAll, describe, expect, test } from "@jest/globals";
import fc from "fast-check";
import { needs } from "../../helpers/needs";
import { Certificate } from "../../virtual/certificate";
import { Connection, makeEngine, problem, Server, type Tamper } from "./connect";

const NAME = "broker.example.com";
const WORDS = "nobody has touched this ".repeat(200);

let root: Certificate;
let leaf: Certificate;
beforeAll(async () => {
	root = await Certificate.root();
	leaf = await root.issue({ names: [NAME] });
});

/** What a hostile network does to the stream once it has carried `at` bytes. */
const damage = fc.record({
	at: fc.integer({ min: 0, max: 6000 }),
	kind: fc.constantFrom("flip", "cut", "double", "insert", "zero", "end"),
	size: fc.integer({ min: 1, max: 300 }),
	value: fc.integer({ min: 1, max: 255 }),
});
type Damage = typeof damage extends fc.Arbitrary<infer Value> ? Value : never;

const CHANGES: Readonly<Record<string, (bytes: Buffer, at: number, damage: Damage) => Buffer>> = {
	flip: (bytes, at, { value }) => {
		const copy = Buffer.from(bytes);
		copy[at] = (copy[at] ?? 0) ^ value;
		return copy;
	},
	cut: (bytes, at, { size }) => Buffer.concat([bytes.subarray(0, at), bytes.subarray(at + size)]),
	double: (bytes, at, { size }) => Buffer.concat([bytes.subarray(0, at + size), bytes.subarray(at)]),
	insert: (bytes, at, { size, value }) =>
		Buffer.concat([bytes.subarray(0, at), Buffer.alloc(size, value), bytes.subarray(at)]),
	zero: (bytes, at, { size }) => Buffer.from(bytes).fill(0, at, Math.min(at + size, bytes.length)),
	end: (bytes, at) => bytes.subarray(0, at),
};

/** Damages the stream at one place. */
function damaging(damage: Damage): Tamper {
	let passed = 0;
	return (bytes) => {
		const at = damage.at - passed;
		passed += bytes.length;
		return at < 0 || at >= bytes.length ? bytes : (CHANGES[damage.kind]?.(bytes, at, damage) ?? bytes);
	};
}

needs("libmbedtls-dev", problem === undefined, () => {
	describe("whatever happens to the bytes on their way", () => {
		test.each(["TLSv1.2", undefined] as const)(
			"nothing comes in that was not sent (%s)",
			async (maxVersion) => {
				const server = { cert: leaf.pem, key: leaf.key, ...(maxVersion && { maxVersion }) };
				const property = fc.asyncProperty(damage, async (given) => {
					const connection = new Connection(
						makeEngine({ ca: root.pem }),
						new Server(server),
						damaging(given),
					);
					connection.server.socket.write(WORDS);
					await connection.run(
						() => connection.received.length === WORDS.length || connection.engine.failure() !== 0,
					);
					const received = connection.received.toString("latin1");
					expect(WORDS.startsWith(received)).toBe(true);
					connection.end();
				});
				await fc.assert(property, { numRuns: 300 });
			},
			60_000,
		);

		test("rubbish instead of a server is refused or waited for", () => {
			const property = fc.property(fc.uint8Array({ maxLength: 3000 }), (bytes) => {
				const engine = makeEngine({ ca: root.pem });
				for (let at = 0; at < bytes.length && engine.failure() === 0; ) {
					while (engine.step() === 0);
					engine.drain(10_000);
					const count = Math.min(bytes.length - at, engine.room());
					engine.feed(bytes.subarray(at, at + count));
					at += count;
				}
				expect(engine.isOpen()).toBe(false);
				expect(engine.readable()).toBe(0);
				engine.close();
			});
			fc.assert(property, { numRuns: 500 });
		});

		test("no certificate, key or session can do harm", () => {
			const bytes = fc.oneof(
				fc.uint8Array({ maxLength: 2000 }),
				fc.tuple(fc.nat(), fc.nat(255)).map(([at, value]) => {
					const der = new Uint8Array(leaf.der).slice();
					der[at % der.length] = value;
					return der;
				}),
			);
			const property = fc.property(bytes, bytes, bytes, fc.string(), (ca, certificate, key, name) => {
				const [some, other, third] = [ca, certificate, key].map((part) => Uint8Array.from(part).buffer);
				const engine = makeEngine({ ca: some, certificate: other, key: third, session: third, name });
				engine.step();
				expect(engine.isOpen()).toBe(false);
				engine.close();
			});
			fc.assert(property, { numRuns: 500 });
		}, 30_000);
	});
});
