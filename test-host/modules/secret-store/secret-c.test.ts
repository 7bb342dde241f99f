import { createCipheriv, createDecipheriv, createHash, pbkdf2Sync } from "node:crypto";
import { readFileSync, statSync, truncateSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { afterAll, beforeAll, beforeEach, describe, expect, test } from "@jest/globals";
import fc from "fast-check";
import { needs } from "../../helpers/needs";
import { canBuildSecrets, hex, SecretProgram } from "./secret-program";

const KEY = Buffer.alloc(32, 7);
const text = (value: string) => hex(Buffer.from(value));
const bytesOf = (length: number) => fc.uint8Array({ minLength: length, maxLength: length });
const REASON = { wrongKey: -2, unreadable: -3, failed: -5 };

needs("gcc and libmbedtls-dev", canBuildSecrets(), () => {
	let program: SecretProgram;
	beforeAll(() => {
		program = new SecretProgram();
		expect(program.problem).toBeUndefined();
	});
	afterAll(() => program.remove());

	describe("AES-256-GCM", () => {
		// Test cases 13, 14 and 16 of "The Galois/Counter Mode of Operation" (McGrew and Viega), appendix B.
		const zeros = (count: number) => "00".repeat(count);
		const key16 = "feffe9928665731c6d6a8f9467308308feffe9928665731c6d6a8f9467308308";
		const plain16 =
			"d9313225f88406e5a55909c5aff5269a86a7a9531534f7da2e4c303d8a318a721c3c0c95956809532fcf0e2449a6b525b16aedf5aa0de657ba637b39";
		const sealed16 =
			"522dc1f099567d07f47f37a32a84427d643a8cdcbfe5c0c97598a2bd2555d1aa8cb08e48590dbb3da7b08b1056828838c5f61e6393ba7a0abcc9f66276fc6ece0f4e1768cddf8853bb2d551b";

		test.each([
			[13, zeros(32), zeros(12), "-", "-", "530f8afbc74536b9a963b4f1c4cb738b"],
			[
				...([14, zeros(32), zeros(12), zeros(16), "-"] as const),
				"cea7403d4d606b6e074ec5d3baf39d18d0d1c8a799996bf0265b98b5d48ab919",
			],
			[
				...([16, key16, "cafebabefacedbaddecaf888", plain16] as const),
				...(["feedfacedeadbeeffeedfacedeadbeefabaddad2", sealed16] as const),
			],
		])("gives what the specification says: test case %p", (_case, key, nonce, plain, associated, sealed) => {
			const { result, bytes } = program.do(`gcm ${key} ${nonce} ${plain} ${associated}`);
			expect([result, bytes.toString("hex")]).toEqual([0, sealed]);
		});

		test("is Node's, both ways, whatever is sealed", () => {
			const content = fc.uint8Array({ maxLength: 400 });
			fc.assert(
				fc.property(bytesOf(32), content, content, bytesOf(12), (key, plain, associated, nonce) => {
					const cipher = createCipheriv("aes-256-gcm", key, nonce).setAAD(associated);
					const theirs = Buffer.concat([nonce, cipher.update(plain), cipher.final(), cipher.getAuthTag()]);
					const [ours, opened] = program.run(
						`seal ${hex(key)} ${hex(plain)} ${hex(associated)}`,
						`open ${hex(key)} ${hex(theirs)} ${hex(associated)}`,
					);
					const sealed = ours?.bytes ?? Buffer.alloc(0);
					const decipher = createDecipheriv("aes-256-gcm", key, sealed.subarray(0, 12)).setAAD(associated);
					decipher.setAuthTag(sealed.subarray(-16));
					const back = Buffer.concat([decipher.update(sealed.subarray(12, -16)), decipher.final()]);
					expect(back).toEqual(Buffer.from(plain));
					expect(opened).toEqual({ result: 0, bytes: Buffer.from(plain) });
				}),
				{ numRuns: 60 },
			);
		});

		test("opens nothing of which a single bit was changed, and leaves nothing behind", () => {
			const { bytes } = program.do(`seal ${hex(KEY)} ${text("settings")} ${text("v2")}`);
			const flipped = Array.from({ length: 8 * bytes.length }, (_, bit) => {
				const copy = Buffer.from(bytes);
				copy[bit >> 3] = (copy[bit >> 3] ?? 0) ^ (1 << (bit & 7));
				return `open ${hex(KEY)} ${hex(copy)} ${text("v2")}`;
			});
			for (const answer of program.run(...flipped)) {
				expect(answer).toEqual({ result: REASON.wrongKey, bytes: Buffer.alloc(8) });
			}
		});

		test("opens nothing under another key or for another purpose, nor cut short", () => {
			const { bytes } = program.do(`seal ${hex(KEY)} ${text("settings")} ${text("v2")}`);
			const other = Buffer.from(KEY).fill(8, 31);
			const results = program.run(
				`open ${hex(KEY)} ${hex(bytes)} ${text("v2")}`,
				`open ${hex(other)} ${hex(bytes)} ${text("v2")}`,
				`open ${hex(KEY)} ${hex(bytes)} ${text("v1")}`,
				`open ${hex(KEY)} ${hex(bytes)} -`,
				`open ${hex(KEY)} ${hex(bytes.subarray(0, -1))} ${text("v2")}`,
				`open ${hex(KEY.subarray(1))} ${hex(bytes)} ${text("v2")}`,
			);
			const { wrongKey, failed } = REASON;
			expect(results.map(({ result }) => result)).toEqual([
				0,
				wrongKey,
				wrongKey,
				wrongKey,
				wrongKey,
				failed,
			]);
		});

		test("never takes a nonce twice", () => {
			expect(program.do("nonces 100000").result).toBe(0);
		}, 20_000);
	});

	describe("PBKDF2-HMAC-SHA256", () => {
		// RFC 7914, 11; the first 32 of 64 bytes.
		test.each([
			["passwd", "salt", 1, "55ac046e56e3089fec1691c22544b605f94185216dde0465e68b9d57c20dacbc"],
			["Password", "NaCl", 80_000, "4ddcd8f60b98be21830cee5ef22701f9641a4418d04c0414aeff08876b34ab56"],
		])("gives what RFC 7914 says for %p", (password, salt, iterations, key) => {
			const { bytes } = program.do(`derive ${text(password)} ${text(salt)} ${iterations} 1000`);
			expect(bytes.toString("hex")).toBe(key);
		});

		test("is Node's, in whatever slices", () => {
			const password = fc.string({ maxLength: 200 }).map((value) => value.replaceAll("\0", "0"));
			const salt = fc.uint8Array({ maxLength: 200 });
			const [iterations, slice] = [fc.integer({ min: 1, max: 300 }), fc.integer({ min: 1, max: 100 })];
			fc.assert(
				fc.property(password, salt, iterations, slice, (password, salt, iterations, slice) => {
					const { bytes } = program.do(`derive ${text(password)} ${hex(salt)} ${iterations} ${slice}`);
					expect(bytes).toEqual(pbkdf2Sync(password, salt, iterations, 32, "sha256"));
				}),
				{ numRuns: 60 },
			);
		});
	});

	test("SHA-256 is Node's for every length, in two pieces", () => {
		const messages = Array.from({ length: 300 }, (_, length) => Buffer.alloc(length, length));
		const answers = program.run(...messages.map((bytes) => `digest ${hex(bytes)} ${bytes.length >> 1}`));
		const theirs = messages.map((bytes) => createHash("sha256").update(bytes).digest());
		expect(answers.map(({ bytes }) => bytes)).toEqual(theirs);
	});

	test("random bytes are others every time, in every run, and of every value", () => {
		const drawn = [program.run("random 40", "random 40"), program.run("start", "random 40")].flat();
		const texts = drawn.filter(({ bytes }) => bytes.length > 0).map(({ bytes }) => bytes.toString("hex"));
		expect(new Set(texts).size).toBe(3);
		const { bytes } = program.do("random 20001");
		expect(new Set(bytes).size).toBe(256);
		expect(bytes.length).toBe(20_001);
	});

	describe("the key of the device", () => {
		beforeEach(() => void program.do("forget"));
		const file = () => join(program.folder, "keys.settings");
		const seal = () => program.do(`seal - ${text("settings")} -`).bytes;
		const open = (sealed: Buffer) => program.do(`open - ${hex(sealed)} -`);

		test("is made once, for the owner alone, and outlives the program", () => {
			expect(program.do("start").result).toBe(0);
			const key = readFileSync(file());
			expect([key.length, statSync(file()).mode & 0o777]).toEqual([32, 0o600]);
			const sealed = seal();
			expect(program.do("start").result).toBe(0);
			expect(readFileSync(file())).toEqual(key);
			expect(open(sealed).bytes.toString()).toBe("settings");
			expect(program.do(`open ${hex(key)} ${hex(sealed)} -`).bytes.toString()).toBe("settings");
		});

		test("once forgotten is another one", () => {
			const sealed = seal();
			expect(program.do("forget").result).toBe(0);
			expect(open(sealed).result).toBe(REASON.wrongKey);
			expect(program.do("forget").result).toBe(0);
			expect(program.do("forget").result).toBe(0);
		});

		test.each([
			["too short", () => truncateSync(file(), 31)],
			["too long", () => writeFileSync(file(), Buffer.alloc(33))],
		])("that is %s is told, and not replaced", (_what, damage) => {
			seal();
			damage();
			const damaged = readFileSync(file());
			const answers = program.run("start", `seal - ${text("settings")} -`);
			expect(answers.map(({ result }) => result)).toEqual([REASON.unreadable, REASON.unreadable]);
			expect(readFileSync(file())).toEqual(damaged);
		});
	});
});
