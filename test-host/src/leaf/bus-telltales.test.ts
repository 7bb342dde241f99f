import { readdirSync, readFileSync } from "node:fs";
import { dirname, join } from "node:path";
import { expect, test } from "@jest/globals";
import { busToldBy } from "../../../src/leaf/bus-telltales";
import { sharedFile, sharedVectors } from "../../helpers/shared";
import { parseCandump } from "../../virtual/candump";
import { builtInCar, CAR_NAMES } from "../../virtual/car-story";

const CAR_FILES = CAR_NAMES.map(builtInCar);

test.each(CAR_FILES)(
	"$name is known by its bus, $bus, or by nothing behind the gateway",
	({ bus, broadcast }) => {
		const told = new Set((broadcast ?? []).map(({ id }) => busToldBy(Number(id))));
		told.delete(undefined);
		expect([...told]).toEqual(bus === "obd-gateway" ? [] : [bus]);
	},
);

test("what is on both buses says nothing, nor do diagnostics", () => {
	for (const id of [0x355, 0x5c5, 0x5a9, 0x79b, 0x7bb, 0x7df]) expect(busToldBy(id)).toBeUndefined();
});

const vectors = sharedVectors(({ kind, bus }) => kind === "broadcast" && bus !== undefined);
if (vectors.length > 0) {
	test("no captured frame gives away another bus than its own", () => {
		for (const { id, canId, bus } of vectors)
			expect([id, busToldBy(Number(canId)) ?? bus?.toLowerCase()]).toEqual([id, bus?.toLowerCase()]);
	});
}

const recording = sharedFile("vectors/replay/ze1_62_startup.log");
if (recording !== undefined) {
	const folder = dirname(recording);
	const logs = readdirSync(folder).filter((file) => file.endsWith(".log"));
	test.each(logs)("%s, recorded on EV-CAN, gives away that and no other", (file) => {
		const { log } = parseCandump(readFileSync(join(folder, file), "utf8"));
		const told = new Set(log.map(({ id }) => busToldBy(id)));
		told.delete(undefined);
		expect([...told]).toEqual(["ev-can"]);
	});
}
