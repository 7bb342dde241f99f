import { pbkdf2Sync } from "node:crypto";
import { describe, expect, test } from "@jest/globals";
import fc from "fast-check";
import { checkRecord, makeRecord } from "../../../src/portal/password";
import { parseSettings } from "../../../src/settings/settings";
import { FakeKeys } from "../../helpers/fake-keys";
import { NodeSecrets } from "../../helpers/node-secrets";

const keys = new FakeKeys();

function made(password: string, from: FakeKeys | NodeSecrets = keys): string {
	const records: string[] = [];
	makeRecord(password, from, (record) => void records.push(record));
	expect(records).toHaveLength(1);
	return records[0] ?? "";
}

function isRight(password: string, record: string, by: FakeKeys | NodeSecrets = keys): boolean {
	const results: boolean[] = [];
	checkRecord(password, record, by, (right) => void results.push(right));
	expect(results).toHaveLength(1);
	return results[0] === true;
}

describe("the record of a password", () => {
	test("is PBKDF2-HMAC-SHA256 of 20,000 rounds with a salt of 16 bytes, as anybody can compute it", () => {
		const record = made("Pässword 🚗", new NodeSecrets());
		const [scheme, rounds, salt = "", hash] = record.split("$");
		expect([scheme, rounds, Buffer.from(salt, "base64").length]).toEqual(["pbkdf2-sha256", "20000", 16]);
		const key = pbkdf2Sync("Pässword 🚗", Buffer.from(salt, "base64"), 20_000, 32, "sha256");
		expect(hash).toBe(key.toString("base64"));
		expect(isRight("Pässword 🚗", record, new NodeSecrets())).toBe(true);
	});

	test("is never the same twice, and is what the settings take", () => {
		const [one, other] = [made("the same"), made("the same")];
		expect(one).not.toBe(other);
		for (const admin of [one, other]) {
			const document = { version: 2, mqtt: { enabled: false }, device: { admin } };
			expect(parseSettings(JSON.stringify(document))).toMatchObject({ settings: { device: { admin } } });
		}
	});

	test("knows its password and no other", () => {
		const text = fc.string({ unit: "grapheme" });
		fc.assert(
			fc.property(text, text, (password, other) => {
				const record = made(password);
				expect([isRight(password, record), isRight(other, record)]).toEqual([true, password === other]);
			}),
		);
	});

	test("of which anything was changed knows none, and demands no more than the settings allow", () => {
		const rounds: number[] = [];
		const counting = new FakeKeys();
		const derive = counting.derive.bind(counting);
		counting.derive = (password, salt, iterations, onKey) => {
			rounds.push(iterations);
			return derive(password, salt, iterations, onKey);
		};
		const record = made("right");
		const places = fc.tuple(fc.nat(record.length), fc.string({ maxLength: 4 }), fc.nat(4));
		const changed = places.map(([at, text, cut]) => record.slice(0, at) + text + record.slice(at + cut));
		fc.assert(
			fc.property(fc.oneof(changed, fc.string()), (other) => {
				fc.pre(other !== record);
				// A part of it that stands behind what is read means nothing.
				const same = other.split("$", 4).join("$") === record;
				// Numbers, and base64, may be written in more than one way.
				const [scheme, count, salt, hash] = other.split("$");
				const alike = [scheme, Number(count), salt, hash].join("$") === record;
				expect(isRight("right", other, counting) && !same && !alike).toBe(false);
			}),
			{ numRuns: 2000 },
		);
		expect(Math.max(...rounds)).toBeLessThanOrEqual(99_999);
	});

	test.each(["100000", "1e9", "0", "-1", "0.5", "", "Infinity"])("of %s rounds is not computed", (rounds) => {
		const waiting = new FakeKeys(false);
		const [scheme, , salt, hash] = made("right").split("$");
		expect(isRight("right", [scheme, rounds, salt, hash].join("$"), waiting)).toBe(false);
		expect(waiting.waiting).toEqual([]);
	});
});
