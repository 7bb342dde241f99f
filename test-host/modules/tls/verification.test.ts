import { afterEach, describe, expect, test } from "@jest/globals";
import { needs } from "../../helpers/needs";
import { Certificate } from "../../virtual/certificate";
import { type ClientOptions, Connection, makeEngine, outcome, problem, Server } from "./connect";

const NAME = "broker.example.com";
const DAY = 86_400_000;
const OPEN = "open";

const ends: Connection[] = [];
afterEach(() => {
	for (const connection of ends.splice(0)) connection.end();
});

/** What comes of a client that meets a server with this chain and key. */
function meet(chain: string, key: string, client: ClientOptions): Promise<string> {
	const connection = new Connection(makeEngine(client), new Server({ cert: chain, key }));
	ends.push(connection);
	return outcome(connection);
}

needs("libmbedtls-dev", problem === undefined, () => {
	for (const keyType of ["EC", "RSA"] as const) {
		describe(`a chain with ${keyType} keys`, () => {
			test("is accepted when it ends at the CA, sent with the CA or without", async () => {
				const root = await Certificate.root({ keyType });
				const leaf = await root.issue({ keyType, names: [NAME] });
				expect(await meet(leaf.pem, leaf.key, { ca: root.pem })).toBe(OPEN);
				expect(await meet(leaf.pem + root.pem, leaf.key, { ca: root.pem })).toBe(OPEN);
				expect(await meet(leaf.pem, leaf.key, { ca: root.der })).toBe(OPEN);
			});

			test("is accepted with an intermediate, and refused when the server forgets to send it", async () => {
				const root = await Certificate.root({ keyType });
				const middle = await root.issue({ keyType, subject: "Middle", authority: true });
				const leaf = await middle.issue({ keyType, names: [NAME] });
				expect(await meet(leaf.chain, leaf.key, { ca: root.pem })).toBe(OPEN);
				expect(await meet(leaf.pem, leaf.key, { ca: root.pem })).toBe("untrusted");
				expect(await meet(leaf.pem, leaf.key, { ca: middle.pem })).toBe(OPEN);
			});
		});
	}

	describe("a certificate is refused", () => {
		test("that another CA has signed, even one of the same name", async () => {
			const [root, stranger] = [await Certificate.root(), await Certificate.root()];
			const leaf = await stranger.issue({ names: [NAME] });
			expect(await meet(leaf.pem, leaf.key, { ca: root.pem })).toBe("untrusted");
			expect(await meet(leaf.pem + stranger.pem, leaf.key, { ca: root.pem })).toBe("untrusted");
			expect(await meet(leaf.pem, leaf.key, { ca: root.pem + stranger.pem })).toBe(OPEN);
		});

		test("that is signed by itself, unless it is the very one that is trusted", async () => {
			const root = await Certificate.root();
			const self = await Certificate.root({ authority: false, names: [NAME], subject: NAME });
			expect(await meet(self.pem, self.key, { ca: root.pem })).toBe("untrusted");
			expect(await meet(self.pem, self.key, { ca: self.pem })).toBe(OPEN);
			expect(await meet(self.pem, self.key, { ca: self.pem, name: "other.example.com" })).toMatch(/name/);
			expect(await meet(self.pem, self.key, { ca: self.pem, now: Date.now() - 2 * DAY })).toBe(
				"not yet valid",
			);
		});

		test("that a trusted leaf has signed", async () => {
			const self = await Certificate.root({ authority: false, names: [NAME], subject: NAME });
			const leaf = await self.issue({ names: ["other.example.com"] });
			const client = { ca: self.pem, name: "other.example.com" };
			expect(await meet(leaf.pem, leaf.key, client)).toBe("untrusted");
			expect(await meet(leaf.chain + self.pem, leaf.key, client)).toBe("untrusted");
		});

		test("that a leaf of the real CA has signed", async () => {
			const root = await Certificate.root();
			const real = await root.issue({ names: ["mallory.example.com"] });
			const forged = await real.issue({ names: [NAME] });
			expect(await meet(forged.chain, forged.key, { ca: root.pem })).toBe("untrusted");
			expect(await meet(forged.chain + root.pem, forged.key, { ca: root.pem })).toBe("untrusted");
		});

		test("that is below more intermediates than the CA allows", async () => {
			const root = await Certificate.root({ authority: 0 });
			const middle = await root.issue({ subject: "Middle", authority: true });
			const [far, near] = [await middle.issue({ names: [NAME] }), await root.issue({ names: [NAME] })];
			expect(await meet(far.chain, far.key, { ca: root.pem })).toBe("untrusted");
			expect(await meet(near.chain, near.key, { ca: root.pem })).toBe(OPEN);
		});

		test("that is forged and has the real CA or the real server's certificate behind it", async () => {
			const [root, fake] = [await Certificate.root(), await Certificate.root()];
			const real = await root.issue({ names: [NAME] });
			for (const forged of [
				await fake.issue({ names: [NAME] }),
				await Certificate.root({ names: [NAME], authority: false }),
			]) {
				expect(await meet(forged.pem + root.pem, forged.key, { ca: root.pem })).toBe("untrusted");
				expect(await meet(forged.pem + real.pem, forged.key, { ca: root.pem })).toBe("untrusted");
				expect(await meet(forged.pem + real.chain + root.pem, forged.key, { ca: root.pem })).toBe(
					"untrusted",
				);
			}
		});

		test("that is for clients only, or has a key too short", async () => {
			const root = await Certificate.root();
			const client = await root.issue({ names: [NAME], usages: ["1.3.6.1.5.5.7.3.2"] });
			expect(await meet(client.pem, client.key, { ca: root.pem })).toMatch(/not for servers/);
			const short = await root.issue({ names: [NAME], keyType: "RSA1024" });
			const server = new Server({ cert: short.pem, key: short.key, ciphers: "DEFAULT@SECLEVEL=0" });
			const connection = new Connection(makeEngine({ ca: root.pem }), server);
			ends.push(connection);
			expect(await outcome(connection)).toMatch(/too weak/);
		});
	});

	describe("dates", () => {
		const from = Date.UTC(2024, 1, 29, 12, 0, 0);
		const to = Date.UTC(2025, 0, 1);

		test("are judged by the time given, to the second", async () => {
			const root = await Certificate.root({ from: 0, to: Date.UTC(2049, 0) });
			const leaf = await root.issue({ names: [NAME], from, to });
			const at = (now: number) => meet(leaf.pem, leaf.key, { ca: root.pem, now });
			expect(await at(from - 1000)).toBe("not yet valid");
			expect(await at(from)).toBe(OPEN);
			expect(await at(to)).toBe(OPEN);
			expect(await at(to + 1000)).toBe("expired");
		});

		test("of the CA count, too", async () => {
			const root = await Certificate.root({ from, to });
			const leaf = await root.issue({ names: [NAME], from: 0, to: Date.UTC(2060, 0) });
			const at = (now: number) => meet(leaf.pem, leaf.key, { ca: root.pem, now });
			expect(await at(0)).toBe("not yet valid");
			expect(await at(from)).toBe(OPEN);
			expect(await at(to + 1000)).toBe("expired");
		});

		test("tell when the chain first expires", async () => {
			const root = await Certificate.root({ from: 0, to: Date.UTC(2049, 5, 6, 7, 8, 9) });
			const leaf = await root.issue({ names: [NAME], from: 0, to: Date.UTC(2060, 0) });
			const connection = new Connection(
				makeEngine({ ca: root.pem }),
				new Server({ cert: leaf.pem, key: leaf.key }),
			);
			ends.push(connection);
			expect(await outcome(connection)).toBe(OPEN);
			expect(connection.engine.expiry() * 1000).toBe(Date.UTC(2049, 5, 6, 7, 8, 9));
		});
	});

	describe("names", () => {
		const rows: [certificate: string[], name: string, ok: boolean][] = [
			[["broker.example.com"], "broker.example.com", true],
			[["broker.example.com"], "BROKER.Example.COM", true],
			[["Broker.Example.COM"], "broker.example.com", true],
			[["broker.example.com"], "broker.example.com.", true],
			[["other.example.com"], "broker.example.com", false],
			[["other.example.com", "broker.example.com"], "broker.example.com", true],
			[["example.com"], "broker.example.com", false],
			[["xbroker.example.com"], "broker.example.com", false],
			[["*.example.com"], "broker.example.com", true],
			[["*.example.com"], "a.broker.example.com", false],
			[["*.example.com"], "example.com", false],
			[["*.com"], "example.com", false],
			[["*"], "broker", false],
			[["b*.example.com"], "broker.example.com", false],
			[["*r.example.com"], "broker.example.com", false],
			[["broker.*.com"], "broker.example.com", false],
			[["*.*.com"], "broker.example.com", false],
			[["homeassistant"], "homeassistant", true],
			[["192.168.1.10"], "192.168.1.10", true],
			[["192.168.1.11"], "192.168.1.10", false],
			[["*.168.1.10"], "192.168.1.10", false],
			[["2001:db8::1"], "2001:db8::1", true],
			[["2001:db8::1"], "2001:0DB8:0:0:0:0:0:1", true],
			[["2001:db8::2"], "2001:db8::1", false],
		];
		test.each(rows)("a certificate for %j and the server name %s: %j", async (names, name, ok) => {
			const root = await Certificate.root();
			const leaf = await root.issue({ names, subject: name });
			const text = await meet(leaf.pem, leaf.key, { ca: root.pem, name });
			expect(text).toBe(ok ? OPEN : "the certificate's subjectAltName does not have this name");
		});

		test("of the subject do not count", async () => {
			const root = await Certificate.root();
			const leaf = await root.issue({ subject: NAME });
			expect(await meet(leaf.pem, leaf.key, { ca: root.pem })).toMatch(/subjectAltName/);
		});

		test.each([
			"",
			".",
			"a..b",
			"a b",
			"ä.example.com",
			"*.example.com",
			"1:2",
			"256.1.1.1",
			"1.2.3",
			"7",
			`${"a".repeat(64)}.com`,
			"::1::",
		])("such as %j are none", (name) => {
			const engine = makeEngine({ name, ca: "" });
			expect(engine.failure()).toBe(6);
			engine.close();
		});
	});
});
