import { pbkdf2Sync } from "node:crypto";
import { existsSync, mkdtempSync, readFileSync, rmSync, statSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterEach, beforeEach, describe, expect, jest, test } from "@jest/globals";
import fc from "fast-check";
import { ManualClock } from "../../helpers/manual-clock";
import { needs } from "../../helpers/needs";
import { answerCalls } from "../../helpers/virtual-calls";
import { Secrets } from "../../virtual/secrets";
import { canBuildSecrets, hex, SecretProgram } from "./secret-program";

const { SecretFunctions } = await import("../../virtual/board/secrets");
jest.unstable_mockModule("mc/ffi", () => ({ default: SecretFunctions }), { virtual: true });
const { openSecretStore } = await import("../../../modules/secret-store/secret-store");

const bytes = (text: string) => Uint8Array.from(Buffer.from(text));
const PLAIN = bytes("the password of the house");
const PURPOSE = bytes("leafcast settings 2");

let folder = "";
let clock: ManualClock;
beforeEach(() => {
	folder = mkdtempSync(join(tmpdir(), "leafcast-secrets-"));
	clock = new ManualClock();
});
afterEach(() => rmSync(folder, { recursive: true }));

const keyFile = () => join(folder, "keys.json");

/** Switches a board on whose key lies in the folder. */
function boot() {
	const secrets = new Secrets(folder);
	answerCalls((content) => secrets.answer(content));
	return openSecretStore((ms, callback) => clock.after(ms, callback));
}

function sealed(store = boot()): Uint8Array {
	const result = store.seal(PLAIN, PURPOSE);
	if ("reason" in result) throw new Error(result.reason);
	return result;
}

describe("sealing under the key of the device", () => {
	test("opens after a restart, for the same purpose only", () => {
		const seal = sealed();
		expect(seal.length).toBe(PLAIN.length + 28);
		const store = boot();
		expect(store.open(seal, PURPOSE)).toEqual(PLAIN);
		expect(store.open(seal, bytes("other"))).toEqual({ reason: "wrong-key" });
		expect([store.protection, store.fault]).toEqual(["plain-key", undefined]);
	});

	test("takes a part of a larger buffer for what it is", () => {
		const [store, large] = [boot(), bytes("xxsecretxx")];
		const seal = store.seal(large.subarray(2, 8), large.subarray(0, 1)) as Uint8Array;
		const framed = Uint8Array.of(9, ...seal, 9);
		expect(store.open(framed.subarray(1, -1), large.subarray(1, 2))).toEqual(bytes("secret"));
	});

	test("seals nothing as well as something", () => {
		const store = boot();
		const seal = store.seal(new Uint8Array(0), new Uint8Array(0)) as Uint8Array;
		expect(store.open(seal, new Uint8Array(0))).toEqual(new Uint8Array(0));
	});

	test.each([0, 1, 27])("refuses %p bytes, which cannot be sealed ones", (count) => {
		expect(boot().open(new Uint8Array(count), PURPOSE)).toEqual({ reason: "too-short" });
	});

	test("opens nothing that was changed, wherever", () => {
		const [store, seal] = [boot(), sealed()];
		fc.assert(
			fc.property(fc.nat(seal.length - 1), fc.integer({ min: 1, max: 255 }), (at, mask) => {
				const changed = Uint8Array.from(seal);
				changed[at] = (changed[at] ?? 0) ^ mask;
				expect(store.open(changed, PURPOSE)).toEqual({ reason: "wrong-key" });
			}),
		);
	});

	test("is other bytes every time", () => {
		const store = boot();
		expect(new Set(Array.from({ length: 50 }, () => hex(sealed(store).slice(0, 12)))).size).toBe(50);
	});

	test("has its key in a file of its own, for the owner alone", () => {
		sealed();
		expect(statSync(keyFile()).mode & 0o777).toBe(0o600);
		expect(Object.keys(JSON.parse(readFileSync(keyFile(), "utf8")))).toEqual(["settings"]);
	});

	test("cannot be opened any more once the key is forgotten", () => {
		const [store, seal] = [boot(), sealed()];
		expect(store.forget()).toBeUndefined();
		expect(existsSync(keyFile())).toBe(false);
		expect(boot().open(seal, PURPOSE)).toEqual({ reason: "wrong-key" });
	});

	test("tells of a key that is none, and does not replace it", () => {
		const damaged = '{"settings": "AAAA"}';
		writeFileSync(keyFile(), damaged);
		const store = boot();
		expect(store.fault).toBe("key-unreadable");
		expect(store.seal(PLAIN, PURPOSE)).toEqual({ reason: "key-unreadable" });
		expect(readFileSync(keyFile(), "utf8")).toBe(damaged);
		store.forget();
		expect(boot().fault).toBeUndefined();
	});
});

describe("sealing under another key", () => {
	test("knows neither the device's nor a third one", () => {
		const store = boot();
		const [one, other] = [1, 2].map((value) => store.sealerOf(new Uint8Array(32).fill(value)));
		const seal = one?.seal(PLAIN, PURPOSE) as Uint8Array;
		expect(one?.open(seal, PURPOSE)).toEqual(PLAIN);
		expect(other?.open(seal, PURPOSE)).toEqual({ reason: "wrong-key" });
		expect(store.open(seal, PURPOSE)).toEqual({ reason: "wrong-key" });
	});

	test("refuses a key that is too short", () => {
		expect(boot().sealerOf(new Uint8Array(31)).seal(PLAIN, PURPOSE)).toEqual({ reason: "cipher-failed" });
	});
});

describe("a key from a password", () => {
	const salt = bytes("sea salt");

	test.each([1, 2, 63, 64, 65, 1000])("is PBKDF2 with %p iterations, in slices", (iterations) => {
		const onKey = jest.fn<(key: Uint8Array) => void>();
		boot().derive("Straße 🚗", salt, iterations, onKey);
		expect(onKey).not.toHaveBeenCalled();
		const slices = Math.ceil(iterations / 64);
		clock.advance(slices - 1);
		expect(onKey).not.toHaveBeenCalled();
		clock.advance(10);
		const key = Uint8Array.from(pbkdf2Sync("Straße 🚗", salt, iterations, 32, "sha256"));
		expect(onKey.mock.calls).toEqual([[key]]);
	});

	test("is not given once it is cancelled", () => {
		const onKey = jest.fn();
		const cancel = boot().derive("password", salt, 1000, onKey);
		clock.advance(3);
		cancel();
		clock.advance(1000);
		expect(onKey).not.toHaveBeenCalled();
		cancel();
	});

	test.each([0, -1, Number.NaN])("is none without work: %p", (iterations) => {
		expect(() => boot().derive("password", salt, iterations, () => {})).toThrow(RangeError);
	});
});

test("random bytes are as many as wanted, and others every time", () => {
	const store = boot();
	const drawn = Array.from({ length: 20 }, () => store.randomBytes(16));
	expect(new Set(drawn.map(hex)).size).toBe(20);
	expect(store.randomBytes(0)).toEqual(new Uint8Array(0));
});

needs("gcc and libmbedtls-dev", canBuildSecrets(), () => {
	test("the virtual board and the C open each other's", () => {
		const program = new SecretProgram();
		const key = new Uint8Array(32).fill(5);
		const sealer = boot().sealerOf(key);
		const [seal, purpose] = [sealer.seal(PLAIN, PURPOSE) as Uint8Array, hex(PURPOSE)];
		const [opened, theirs] = program.run(
			`open ${hex(key)} ${hex(seal)} ${purpose}`,
			`seal ${hex(key)} ${hex(PLAIN)} ${purpose}`,
		);
		expect(Uint8Array.from(opened?.bytes ?? [])).toEqual(PLAIN);
		expect(sealer.open(Uint8Array.from(theirs?.bytes ?? []), PURPOSE)).toEqual(PLAIN);
		program.remove();
	});
});
