import { beforeEach, describe, expect, test } from "@jest/globals";
import { ErrorCounters } from "./error-counters";
import { RegisterFile } from "./register-file";
import { Address, ERRIF, OpMode } from "./register-map";

let registers: RegisterFile;
let errors: ErrorCounters;
beforeEach(() => {
	registers = new RegisterFile();
	registers.mode = OpMode.normal;
	errors = new ErrorCounters(registers);
});

function times(count: number, action: () => void): void {
	for (let n = 0; n < count; n++) action();
}

/** REC and EFLG. */
function receiveState(): [number, number] {
	return [registers.get(Address.REC), registers.get(Address.EFLG)];
}

describe("receiving (6.7)", () => {
	test.each([
		[95, 0x00],
		[96, 0x03],
		[127, 0x03],
		[128, 0x0b],
		[300, 0x0b],
	])("after %d errors EFLG is %d", (count, flags) => {
		times(count, () => errors.receiveError());
		expect(receiveState()).toEqual([Math.min(count, 255), flags]);
	});

	test("one good frame makes a passive receiver active again; further ones count down to 0", () => {
		times(200, () => errors.receiveError());
		errors.received();
		expect(receiveState()).toEqual([119, 0x03]);
		times(24, () => errors.received());
		expect(receiveState()).toEqual([95, 0x00]);
		times(100, () => errors.received());
		expect(receiveState()).toEqual([0, 0x00]);
	});
});

test("ERRIF is set when the state changes and not with each error (7.6)", () => {
	const changes: number[] = [];
	for (let count = 1; count <= 140; count++) {
		errors.receiveError();
		if (registers.get(Address.CANINTF) & ERRIF) changes.push(count);
		registers.set(Address.CANINTF, 0);
	}
	expect(changes).toEqual([96, 128]);
});

test("a sender counts by 8 down to bus-off, which clearing ends", () => {
	times(31, () => errors.transmitError(false));
	expect([registers.get(Address.TEC), errors.busOff]).toEqual([248, false]);
	errors.transmitError(false);
	expect([registers.get(Address.TEC), registers.get(Address.EFLG), errors.busOff]).toEqual([255, 0x35, true]);
	errors.clear();
	expect([registers.get(Address.TEC), registers.get(Address.EFLG), errors.busOff]).toEqual([0, 0, false]);
});
