import { expect, test } from "@jest/globals";
import fc from "fast-check";
import { IdSet } from "../../../modules/mqtt/id-set";

test("holds what a Set holds", () => {
	const step = fc.record({ what: fc.constantFrom("add", "delete"), id: fc.integer({ min: 1, max: 60 }) });
	fc.assert(
		fc.property(fc.array(step, { maxLength: 200 }), (steps) => {
			const ids = new IdSet();
			const model = new Set<number>();
			for (const { what, id } of steps) {
				if (what === "delete") {
					ids.delete(id);
					model.delete(id);
				} else if (!model.has(id)) {
					ids.add(id);
					model.add(id);
				}
				expect(ids.size).toBe(model.size);
			}
			for (let id = 1; id <= 60; id++) expect(ids.has(id)).toBe(model.has(id));
		}),
	);
});

test("holds every packet id, and after clear none", () => {
	const ids = new IdSet();
	for (const id of [1, 256, 65535]) ids.add(id);
	expect([1, 2, 256, 65534, 65535].map((id) => ids.has(id))).toEqual([true, false, true, false, true]);
	ids.clear();
	expect([ids.size, ids.has(1), ids.has(65535)]).toEqual([0, false, false]);
});
