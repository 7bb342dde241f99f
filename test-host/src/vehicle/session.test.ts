import { describe, expect, test } from "@jest/globals";
import { Session } from "../../../src/vehicle/session";

/** A session whose ids are 00000001, 00000002 and so on. */
function setUp(): (at: number) => string | undefined {
	let count = 0;
	const session = new Session(() => ++count / 2 ** 32);
	return (at) => {
		session.lastHeard(at);
		return session.id;
	};
}

describe("a session", () => {
	test("has no id before the car has been heard", () => {
		expect(new Session(() => 0.5).id).toBeUndefined();
	});

	test("lasts as long as the car is heard once a minute", () => {
		const idAt = setUp();
		for (const at of [500, 500, 1000, 61_000, 121_000]) expect(idAt(at)).toBe("00000001");
	});

	test("ends with more than a minute of silence", () => {
		const idAt = setUp();
		expect([0, 60_001, 60_002, 120_003, 200_000].map(idAt)).toEqual([
			"00000001",
			"00000002",
			"00000002",
			"00000003",
			"00000004",
		]);
	});

	test("goes on when the same moment is told again after a long time", () => {
		const idAt = setUp();
		idAt(1000);
		// Told once a second: what was last heard stays where it is while the car sleeps.
		for (let told = 0; told < 600; told++) expect(idAt(1000)).toBe("00000001");
		expect(idAt(601_000)).toBe("00000002");
	});

	test("begins with the first word also when that came late", () => {
		expect(setUp()(10_000_000)).toBe("00000001");
	});

	test.each([
		[0, "00000000"],
		[0.5, "80000000"],
		[1 - 2 ** -53, "ffffffff"],
	])("has an id of eight hex digits, whatever chance says (%f)", (chance, id) => {
		const session = new Session(() => chance);
		session.lastHeard(0);
		expect(session.id).toBe(id);
	});
});
