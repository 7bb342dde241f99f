import { describe, expect, test } from "@jest/globals";
import fc from "fast-check";
import { setupNetwork } from "../../../src/network/setup-network";
import { MemoryStore } from "../../helpers/memory-store";
import { seeded } from "../../helpers/seeded";

/** Bytes that look like chance. */
function bytesFrom(seed: number): (count: number) => Uint8Array {
	const random = seeded(seed);
	return (count) => Uint8Array.from({ length: count }, () => Math.floor(random() * 256));
}

describe("the setup network", () => {
	test("is named by the end of the serial number, for two clients", () => {
		expect(setupNetwork(new MemoryStore(), bytesFrom(1), "0a1b2c")).toMatchObject({
			ssid: "Leafcast-1b2c",
			clients: 2,
		});
	});

	test("has a password of 13 letters that nobody mistakes, each as likely as the others", () => {
		const counts = new Map<string, number>();
		const randomBytes = bytesFrom(7);
		for (let device = 0; device < 5000; device++) {
			const { password } = setupNetwork(new MemoryStore(), randomBytes, "0a1b2c");
			expect(password).toMatch(/^[a-hjkmnp-z2-9]{13}$/);
			for (const letter of password) counts.set(letter, (counts.get(letter) ?? 0) + 1);
		}
		expect(counts.size).toBe(31);
		const expected = (5000 * 13) / 31;
		for (const count of counts.values()) expect(Math.abs(count / expected - 1)).toBeLessThan(0.12);
	});

	test("takes every byte for what it is, and none that would favour a letter", () => {
		const bytes = [255, 248, 0, 30, 31, 247];
		let at = 0;
		const randomBytes = (count: number) =>
			Uint8Array.from({ length: count }, () => bytes[at++ % bytes.length] ?? 0);
		expect(setupNetwork(new MemoryStore(), randomBytes, "0a1b2c").password).toBe("a9a9a9a9a9a9a");
	});

	test("keeps its password, and makes another on another device", () => {
		const store = new MemoryStore();
		const first = setupNetwork(store, bytesFrom(1), "0a1b2c");
		expect(setupNetwork(store, bytesFrom(2), "0a1b2c")).toEqual(first);
		expect(store.writes).toBe(1);
		expect(setupNetwork(new MemoryStore(), bytesFrom(2), "0a1b2c")).not.toEqual(first);
	});

	test("makes a new one of what no password can be", () => {
		fc.assert(
			fc.property(fc.oneof(fc.string(), fc.string({ minLength: 8, maxLength: 63 })), (text) => {
				const store = new MemoryStore();
				store.write("setup-password", text);
				const { password } = setupNetwork(store, bytesFrom(3), "0a1b2c");
				if (/^[ -~]{8,63}$/.test(text)) expect(password).toBe(text);
				else expect(password).toMatch(/^[a-hjkmnp-z2-9]{13}$/);
				expect(store.read("setup-password")).toBe(password);
			}),
		);
	});

	test("works where nothing can be stored", () => {
		const store = { read: () => undefined, write: () => ({ reason: "full" }) };
		expect(setupNetwork(store, bytesFrom(1), "0a1b2c").password).toHaveLength(13);
	});
});
