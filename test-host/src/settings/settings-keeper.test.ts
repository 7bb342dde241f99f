import { describe, expect, test } from "@jest/globals";
import fc from "fast-check";
import { DOCUMENT_LIMIT } from "../../../src/settings/schema";
import { SettingsKeeper } from "../../../src/settings/settings-keeper";
import { FakeFlash, PowerCut, RUINS } from "../../helpers/fake-flash";
import { NodeSecrets } from "../../helpers/node-secrets";

const sealer = new NodeSecrets();
const keeperOf = (store: FakeFlash, key = sealer) => new SettingsKeeper({ store, sealer: key });
const documentOf = (password: string) => JSON.stringify({ version: 2, mqtt: { host: "broker", password } });
const [FIRST, SECOND, THIRD] = ["hunter2", "hunter2-ü", "hunter2-longer"].map(documentOf) as [
	string,
	string,
	string,
];

/** Flash after these documents. */
function flashAfter(...documents: readonly string[]): FakeFlash {
	const flash = new FakeFlash();
	for (const document of documents) expect(keeperOf(flash).write(document)).toBeUndefined();
	return flash;
}

/** What is read after something was begun on a copy of a flash and the power failed; and whether it did. */
function afterCut(
	before: FakeFlash,
	budget: number,
	ruin: FakeFlash["ruin"],
	step: (keeper: SettingsKeeper) => void,
) {
	const flash = new FakeFlash(before.slots);
	Object.assign(flash, { budget, ruin });
	let cut = false;
	try {
		step(keeperOf(flash));
	} catch (error) {
		if (!(error instanceof PowerCut)) throw error;
		cut = true;
	}
	flash.budget = Number.POSITIVE_INFINITY;
	const found = keeperOf(flash).read();
	// Whether it is known to be an older one has tests of its own.
	return { cut, flash, found: "document" in found ? { document: found.document } : found };
}

describe("the settings document", () => {
	test("is missing at first, and is the one written last, by whomever it is read", () => {
		const flash = new FakeFlash();
		expect(keeperOf(flash).read()).toEqual({ missing: true });
		for (const document of [FIRST, SECOND, THIRD, FIRST, "", "no JSON \ud83d\ude97"]) {
			expect(keeperOf(flash).write(document)).toBeUndefined();
			expect(keeperOf(flash).read()).toEqual({ document });
		}
	});

	test("is written once for a change and not at all for none, and the writes are counted", () => {
		const flash = new FakeFlash();
		const keeper = keeperOf(flash);
		for (const document of [FIRST, FIRST, SECOND, SECOND, THIRD]) keeper.write(document);
		expect([flash.writes, keeper.writes]).toEqual([3, 3]);
		const later = keeperOf(flash);
		expect(later.writes).toBe(0);
		later.read();
		expect(later.writes).toBe(3);
	});

	test("is nowhere in clear", () => {
		const flash = flashAfter(FIRST, SECOND, THIRD);
		expect(flash.slots.size).toBe(2);
		for (const bytes of flash.slots.values())
			expect(Buffer.from(bytes).toString("latin1")).not.toMatch(/hunter2|mqtt/);
	});

	test("is gone once it is erased", () => {
		const flash = flashAfter(FIRST, SECOND);
		const keeper = keeperOf(flash);
		expect(keeper.erase()).toBeUndefined();
		expect([keeper.read(), keeper.writes, flash.slots.size]).toEqual([{ missing: true }, 0, 0]);
		expect(keeper.write(THIRD)).toBeUndefined();
		expect(keeper.read()).toEqual({ document: THIRD });
	});

	test("stays what it was where another is too long for the flash", () => {
		const flash = flashAfter(FIRST);
		expect(keeperOf(flash).write("ü".repeat(DOCUMENT_LIMIT / 2))).toBeUndefined();
		expect(keeperOf(flash).write(`${"ü".repeat(DOCUMENT_LIMIT / 2)}!`)).toEqual({ reason: "too-long" });
		expect(keeperOf(flash).read()).toEqual({ document: "ü".repeat(DOCUMENT_LIMIT / 2) });
	});

	test("stays what it was where the flash or the sealer refuses", () => {
		const flash = flashAfter(FIRST, SECOND);
		flash.refusal = "flash-full";
		expect(keeperOf(flash).write(THIRD)).toEqual({ reason: "flash-full" });
		expect(keeperOf(flash).erase()).toEqual({ reason: "flash-full" });
		flash.refusal = undefined;
		const refusing = { open: sealer.open, seal: () => ({ reason: "no-key" }) };
		expect(new SettingsKeeper({ store: flash, sealer: refusing }).write(THIRD)).toEqual({ reason: "no-key" });
		expect(keeperOf(flash).read()).toEqual({ document: SECOND });
	});
});

describe("a power cut", () => {
	test.each(RUINS)(
		"at any byte of a write leaves the old document or the new one (what is left: %s)",
		(ruin) => {
			for (const before of [flashAfter(FIRST), flashAfter(FIRST, SECOND), flashAfter(THIRD, SECOND, FIRST)]) {
				const old = keeperOf(before).read();
				const next = documentOf("hunter2-next");
				let whole = false;
				for (let budget = 0; !whole; budget++) {
					const { cut, found, flash } = afterCut(before, budget, ruin, (keeper) => keeper.write(next));
					// What the last bytes are to be may be there already.
					expect(cut ? [old, { document: next }] : [{ document: next }]).toContainEqual(found);
					if (budget < 40) expect(found).toEqual(old);
					// And it goes on from there.
					expect(keeperOf(flash).write(THIRD)).toBeUndefined();
					expect(keeperOf(flash).read()).toEqual({ document: THIRD });
					whole = !cut;
				}
			}
		},
	);

	test.each(RUINS)(
		"at any byte of the first write leaves nothing or the document (what is left: %s)",
		(ruin) => {
			let whole = false;
			for (let budget = 0; !whole; budget++) {
				const { cut, found, flash } = afterCut(new FakeFlash(), budget, ruin, (keeper) =>
					keeper.write(FIRST),
				);
				if (cut) expect("document" in found ? found.document : FIRST).toBe(FIRST);
				else expect(found).toEqual({ document: FIRST });
				expect(keeperOf(flash).write(SECOND)).toBeUndefined();
				expect(keeperOf(flash).read()).toEqual({ document: SECOND });
				whole = !cut;
			}
		},
	);

	test("while it is erased never brings an older one back", () => {
		for (const before of [flashAfter(FIRST, SECOND), flashAfter(FIRST, SECOND, THIRD)]) {
			const old = keeperOf(before).read();
			const left = [0, 1, 2].map(
				(budget) => afterCut(before, budget, "old", (keeper) => keeper.erase()).found,
			);
			expect(left).toEqual([old, old, { missing: true }]);
		}
	});

	test("may come at any time", () => {
		const step = fc.tuple(fc.string(), fc.nat({ max: 120 }), fc.constantFrom(...RUINS));
		fc.assert(
			fc.property(fc.array(step, { maxLength: 12 }), (steps) => {
				let flash = flashAfter(FIRST);
				let document = FIRST;
				for (const [next, budget, ruin] of steps) {
					const after = afterCut(flash, budget, ruin, (keeper) => keeper.write(next));
					const through = "document" in after.found && after.found.document === next;
					if (!after.cut || through) document = next;
					expect(after.found).toEqual({ document });
					flash = after.flash;
				}
			}),
		);
	});
});

describe("damaged flash", () => {
	/** Copies of a flash with one bit of a slot the other way. */
	function* flipped(flash: FakeFlash, slot: string): Generator<FakeFlash> {
		for (let bit = 0; bit < (flash.slots.get(slot)?.length ?? 0) * 8; bit++) {
			const copy = new FakeFlash(flash.slots);
			const bytes = copy.slots.get(slot) as Uint8Array;
			bytes[bit >> 3] = (bytes[bit >> 3] ?? 0) ^ (1 << (bit & 7));
			yield copy;
		}
	}

	test("with any bit flipped in the newer slot still has the older document", () => {
		for (const copy of flipped(flashAfter(FIRST, SECOND), "settings-b")) {
			expect(keeperOf(copy).read()).toEqual({
				document: FIRST,
				stale: expect.stringMatching(/^(wrong-key|damaged)$/),
			});
			// The slot that is good is left alone.
			const good = copy.slots.get("settings-a");
			expect(keeperOf(copy).write(THIRD)).toBeUndefined();
			expect(copy.slots.get("settings-a")).toEqual(good);
			expect(keeperOf(copy).read()).toEqual({ document: THIRD });
		}
	});

	test("with any bit flipped in the older slot has the newer document", () => {
		for (const copy of flipped(flashAfter(FIRST, SECOND), "settings-a")) {
			expect(keeperOf(copy).read()).toMatchObject({ document: SECOND });
		}
	});

	test("whose newer slot was broken off says so, until the next write", () => {
		for (const [length, stale] of [
			[2, "damaged"],
			[20, "too-short"],
			[60, "wrong-key"],
		] as const) {
			const flash = flashAfter(FIRST, SECOND, THIRD);
			flash.slots.set("settings-a", (flash.slots.get("settings-a") as Uint8Array).slice(0, length));
			expect(keeperOf(flash).read()).toEqual({ document: SECOND, stale });
			expect(keeperOf(flash).write(THIRD)).toBeUndefined();
			expect(keeperOf(flash).read()).toEqual({ document: THIRD });
		}
	});

	test("never says so of what was written last, however often, and whatever was lost before", () => {
		const step = fc.record({
			next: fc.string(),
			spoil: fc.constantFrom("settings-a", "settings-b", "both", "none"),
		});
		fc.assert(
			fc.property(fc.array(step, { maxLength: 8 }), (steps) => {
				const flash = new FakeFlash();
				for (const { next, spoil } of steps) {
					for (const [slot, bytes] of flash.slots) {
						if (spoil === slot || spoil === "both") bytes.fill(0xff, 0, 9);
					}
					const before = keeperOf(flash).read();
					keeperOf(flash).write(next);
					// Who writes what is there already changes nothing.
					if ("document" in before && before.document === next) continue;
					expect(keeperOf(flash).read()).toEqual({ document: next });
				}
			}),
		);
	});

	test("with any bit flipped in the only slot says that it cannot be read, and takes a new document", () => {
		for (const copy of flipped(flashAfter(FIRST), "settings-a")) {
			expect(keeperOf(copy).read()).toEqual({ reason: "wrong-key" });
			expect(keeperOf(copy).write(SECOND)).toBeUndefined();
			expect(keeperOf(copy).read()).toEqual({ document: SECOND });
		}
	});

	test("cut to any length is no document", () => {
		const flash = flashAfter(FIRST);
		const whole = flash.slots.get("settings-a") as Uint8Array;
		for (let length = 0; length < whole.length; length++) {
			flash.slots.set("settings-a", whole.slice(0, length));
			expect(keeperOf(flash).read()).toEqual({ reason: length < 32 ? "too-short" : "wrong-key" });
		}
	});

	test("never brings up what was put in another place or under another number", () => {
		const flash = flashAfter(FIRST, SECOND);
		const [a, b] = [...flash.slots.values()] as [Uint8Array, Uint8Array];
		expect(
			keeperOf(
				new FakeFlash([
					["settings-a", b],
					["settings-b", a],
				]),
			).read(),
		).toEqual({ reason: "wrong-key" });
		const raised = Uint8Array.from([0, 0, 0, 9, ...a.subarray(4)]);
		expect(
			keeperOf(
				new FakeFlash([
					["settings-a", raised],
					["settings-b", b],
				]),
			).read(),
		).toEqual({ document: SECOND, stale: "wrong-key" });
	});

	test("of any bytes is a reason and never an exception", () => {
		const bytes = fc.option(fc.uint8Array({ maxLength: 80 }), { nil: undefined });
		fc.assert(
			fc.property(bytes, bytes, (a, b) => {
				const slots = { "settings-a": a, "settings-b": b };
				const flash = new FakeFlash(
					Object.entries(slots).flatMap(([key, some]) => (some ? [[key, some]] : [])),
				);
				const found = keeperOf(flash).read();
				expect("missing" in found ? [] : ["wrong-key", "too-short"]).toEqual(
					"reason" in found ? expect.arrayContaining([found.reason]) : [],
				);
			}),
		);
	});
});

test("another key opens nothing, and what it writes replaces what it cannot open", () => {
	const flash = flashAfter(FIRST, SECOND);
	const stranger = new NodeSecrets();
	expect(keeperOf(flash, stranger).read()).toEqual({ reason: "wrong-key" });
	expect(keeperOf(flash, stranger).write(THIRD)).toBeUndefined();
	expect(keeperOf(flash, stranger).read()).toEqual({ document: THIRD });
	expect([keeperOf(flash).read(), flash.slots.size]).toEqual([{ reason: "wrong-key" }, 1]);
});
