import { describe, expect, test } from "@jest/globals";
import { CAR_BUSES } from "../../../src/leaf/car-bus";
import { FRAME_CLUES } from "../../../src/leaf/fingerprint";
import { acceptanceOf } from "../../../src/vehicle/acceptance";
import { FOLLOWED } from "../../../src/vehicle/followed";

test("on EV-CAN the battery's own messages are always heard", () => {
	const { replies, always, inTurn } = acceptanceOf("ev-can", [0x79b, 0x7bb]);
	expect(always).toEqual([0x1db, 0x55b, 0x5bc]);
	expect(replies).toEqual([0x79b, 0x7bb]);
	expect(inTurn).toEqual(expect.arrayContaining([0x59e, 0x5c0, 0x1d4, 0x390, 0x5bf, 0x11a, 0x284, 0x50b]));
});

test("behind the gateway nothing is broadcast", () => {
	expect(acceptanceOf("obd-gateway")).toMatchObject({ always: [], inTurn: [] });
});

describe.each(CAR_BUSES)("on %s", (bus) => {
	const { always, inTurn } = acceptanceOf(bus);
	const all = [...always, ...inTurn];

	test("each identifier is listed once, and what is always heard fits the filters", () => {
		expect(new Set(all).size).toBe(all.length);
		expect(always.length).toBeLessThanOrEqual(inTurn.length > 0 ? 3 : 4);
	});

	test("everything that is followed, or tells the generation, is heard", () => {
		const followed = FOLLOWED.filter(({ buses }) => buses.includes(bus)).map(({ message }) => message.id);
		const clues = FRAME_CLUES.filter((clue) => clue.bus === bus).map(({ id }) => id);
		expect([...always, ...inTurn].sort()).toEqual([...new Set([...followed, ...clues])].sort());
	});
});
