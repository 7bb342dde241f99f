import { createDecipheriv, pbkdf2Sync } from "node:crypto";
import { beforeEach, describe, expect, test } from "@jest/globals";
import fc from "fast-check";
import { EXPORT_ITERATIONS, exportSettings, importSettings } from "../../../src/settings/passphrase-file";
import { NodeSecrets } from "../../helpers/node-secrets";

const DOCUMENT = '{"version":2,"wifi":{"networks":[{"ssid":"Kühlhaus","password":"correct horse"}]}}';
const PASSPHRASE = "battery staple 🚗";

let secrets: NodeSecrets;
beforeEach(() => {
	secrets = new NodeSecrets();
});

/** What an export or an import came to, if it came to anything. */
function made(document = DOCUMENT, passphrase = PASSPHRASE) {
	const results: (Parameters<Parameters<typeof exportSettings>[3]>[0] | undefined)[] = [];
	exportSettings(document, passphrase, secrets, (result) => void results.push(result));
	expect(results).toHaveLength(1);
	return results[0];
}

function fileOf(document?: string): string {
	const result = made(document);
	if (result === undefined || !("file" in result)) throw new Error("there is no file");
	return result.file;
}

function read(file: string, passphrase = PASSPHRASE) {
	const results: unknown[] = [];
	importSettings(file, passphrase, secrets, (result) => void results.push(result));
	expect(results).toHaveLength(1);
	return results[0];
}

/** The file with something else at a place in it. */
function changed(change: (file: Record<string, unknown>) => void): string {
	const file = JSON.parse(fileOf());
	change(file);
	return JSON.stringify(file);
}

const kdf = (part: object) => changed((file) => Object.assign(file["kdf"] as object, part));

describe("the file", () => {
	test("gives back any document", () => {
		fc.assert(
			fc.property(fc.string({ unit: "grapheme", maxLength: 500 }), (document) => {
				expect(read(fileOf(document))).toEqual({ document });
			}),
			{ numRuns: 20 },
		);
	});

	test("says how it was made, and can be read without us", () => {
		const { format, version, kdf, cipher, nonce, ciphertext, ...rest } = JSON.parse(fileOf());
		expect([format, version, rest]).toEqual(["leafcast-settings", 1, {}]);
		expect([kdf.name, kdf.iterations, cipher]).toEqual([
			"pbkdf2-hmac-sha256",
			EXPORT_ITERATIONS,
			"aes-256-gcm",
		]);
		const salt = Buffer.from(kdf.salt, "base64");
		const key = pbkdf2Sync(PASSPHRASE, salt, kdf.iterations, 32, "sha256");
		const bytes = Buffer.from(ciphertext, "base64");
		const decipher = createDecipheriv("aes-256-gcm", key, Buffer.from(nonce, "base64"));
		const bound = `leafcast-settings 1 pbkdf2-hmac-sha256 ${kdf.iterations} ${kdf.salt} aes-256-gcm`;
		decipher.setAAD(Buffer.from(bound)).setAuthTag(bytes.subarray(-16));
		const plain = decipher.update(bytes.subarray(0, -16)).toString() + decipher.final().toString();
		expect(plain).toBe(DOCUMENT);
	});

	test("holds nothing of the document in clear, and is another one every time", () => {
		const [one, other] = [JSON.parse(fileOf()), JSON.parse(fileOf())];
		expect(JSON.stringify(one)).not.toMatch(/horse|Kühlhaus|battery/);
		expect(one.kdf.salt).not.toBe(other.kdf.salt);
		expect(one.nonce).not.toBe(other.nonce);
		expect(one.ciphertext).not.toBe(other.ciphertext);
	});
});

describe("a passphrase", () => {
	test.each([
		["", "passphrase-too-short"],
		["elevensigns", "passphrase-too-short"],
		["x".repeat(257), "passphrase-too-long"],
	])("of the wrong length is refused without any work: %j", (passphrase, reason) => {
		expect(made(DOCUMENT, passphrase)).toEqual({ reason });
		expect(secrets.derived).toEqual([]);
	});

	test("that is another one opens nothing", () => {
		const file = fileOf();
		for (const wrong of ["", "battery staple", `${PASSPHRASE} `]) {
			expect(read(file, wrong)).toEqual({ reason: "wrong-passphrase-or-damaged" });
		}
	});

	test("that is too long is not tried", () => {
		expect(read(fileOf(), "x".repeat(257))).toEqual({ reason: "passphrase-too-long" });
	});
});

describe("a file from somebody else", () => {
	test.each([
		["", "not-a-file-of-ours"],
		["null", "not-a-file-of-ours"],
		["[]", "not-a-file-of-ours"],
		['{"format":"other"}', "not-a-file-of-ours"],
		[`{"format":"leafcast-settings"${" ".repeat(65_536)}}`, "not-a-file-of-ours"],
		['{"format":"leafcast-settings"}', "file-damaged"],
		[`{"format":"leafcast-settings","x":${"[".repeat(16)}${"]".repeat(16)}}`, "not-a-file-of-ours"],
		['{"format":"leafcast-settings","version":1,"kdf":null}', "file-damaged"],
		['{"format":"leafcast-settings","version":2}', "file-of-a-newer-version"],
	])("is refused with its reason: %.60j", (file, reason) => {
		expect(read(file)).toEqual({ reason });
	});

	test.each<[object, string]>([
		[{ iterations: 200_001 }, "too-many-iterations"],
		[{ iterations: 1e300 }, "too-many-iterations"],
		[{ iterations: 0 }, "file-damaged"],
		[{ iterations: 1.5 }, "file-damaged"],
		[{ iterations: "1000" }, "file-damaged"],
		[{ name: "scrypt" }, "file-damaged"],
		[{ salt: "AAAA" }, "file-damaged"],
		[{ salt: "?" }, "file-damaged"],
		[{ salt: Buffer.alloc(65).toString("base64") }, "file-damaged"],
	])("may not demand anything of the device: %j", (part, reason) => {
		const file = kdf(part);
		secrets.derived.length = 0;
		expect(read(file)).toEqual({ reason });
		expect(secrets.derived).toEqual([]);
	});

	test.each<[string, (file: Record<string, unknown>) => void]>([
		["another cipher", (file) => Object.assign(file, { cipher: "none" })],
		["a nonce that is too short", (file) => Object.assign(file, { nonce: "AAAA" })],
		["no nonce", (file) => Object.assign(file, { nonce: null })],
		["no content", (file) => Object.assign(file, { ciphertext: "" })],
	])("with %s is damaged", (_what, change) => {
		expect(read(changed(change))).toEqual({ reason: "file-damaged" });
	});

	test("was changed: no part of it can be", () => {
		const wrong = { reason: "wrong-passphrase-or-damaged" };
		expect(read(kdf({ iterations: 1000 }))).toEqual(wrong);
		expect(read(kdf({ salt: Buffer.alloc(16).toString("base64") }))).toEqual(wrong);
		const nonce = Buffer.alloc(12).toString("base64");
		expect(read(changed((file) => Object.assign(file, { nonce })))).toEqual(wrong);
		// Too short to have a tag.
		expect(read(changed((file) => Object.assign(file, { ciphertext: "AAAA" })))).toEqual(wrong);
	});

	test("is never read as something else, whatever is done to it", () => {
		const file = fileOf();
		const cheap = (text: string) => text.replace(`"iterations":${EXPORT_ITERATIONS}`, '"iterations":7');
		const places = fc.tuple(fc.nat(file.length - 1), fc.string({ maxLength: 3 }), fc.nat(5));
		const damaged = places.map(([at, text, cut]) => file.slice(0, at) + text + file.slice(at + cut));
		fc.assert(
			fc.property(fc.oneof(damaged, fc.json(), fc.string()), (text) => {
				const result = read(cheap(text));
				expect(result).toEqual({ reason: expect.any(String) });
			}),
			{ numRuns: 2000 },
		);
	});
});

test("both can be cancelled while they work", () => {
	secrets.waits = true;
	const results: unknown[] = [];
	exportSettings(DOCUMENT, PASSPHRASE, secrets, (result) => void results.push(result))();
	secrets.run();
	secrets.waits = false;
	const file = fileOf();
	secrets.waits = true;
	importSettings(file, PASSPHRASE, secrets, (result) => void results.push(result))();
	secrets.run();
	expect(results).toEqual([]);
	importSettings(file, PASSPHRASE, secrets, (result) => void results.push(result));
	expect(results).toEqual([]);
	secrets.run();
	expect(results).toEqual([{ document: DOCUMENT }]);
});

test("a cipher that fails makes no file", () => {
	secrets.sealerOf = () => ({ seal: () => ({ reason: "no-memory" }), open: () => ({ reason: "no-memory" }) });
	expect(made()).toEqual({ reason: "seal-failed" });
});
