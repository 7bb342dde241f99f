import { readdirSync, readFileSync } from "node:fs";
import { describe, expect, test } from "@jest/globals";
import { IsoTpReceiver } from "../../src/can/iso-tp-receiver";
import { decodeGroup01, type Group01 } from "../../src/leaf/diagnostics/group-01";
import { decode } from "../../src/leaf/message";
import { messageWithId } from "../cli/messages";
import { type CarFile, type Change, parseCarFile } from "./car-file";
import { frameOf, parseFrame } from "./frame-text";

const FOLDER = new URL("./cars/", import.meta.url);
const NAMES = readdirSync(FOLDER).map((file) => file.replace(/\.json$/, ""));
/** Bytes of the group 01 reply by pack (Leaf protocol facts, 4.2), and Ah of the pack when new (section 6). */
const PACKS: Readonly<Record<string, { length: number; newAh: number }>> = {
	"24": { length: 41, newAh: 66.25 },
	"30": { length: 43, newAh: 79.5 },
	"40": { length: 53, newAh: 115 },
	"62": { length: 53, newAh: 176.4 },
};

type Values = Readonly<Record<string, number | null>>;

function load(name: string): CarFile {
	const result = parseCarFile(readFileSync(new URL(`${name}.json`, FOLDER), "utf8"));
	expect(result).not.toHaveProperty("errors");
	return (result as { car: CarFile }).car;
}

/** What the car does at first, and each change of it. */
const changes = (car: CarFile): readonly Change[] => [car, ...(car.timeline ?? [])];

/** Everything that the frames of a message say in a change, in turn. */
function said(car: CarFile, change: Change, id: string): Values[] {
	const message = messageWithId(Number(id));
	const data = change.broadcast?.find((broadcast) => broadcast.id === id)?.data ?? [];
	if (message === undefined) return [];
	return (typeof data === "string" ? [data] : data).map((hex) => {
		const frame = frameOf(Number(id), hex);
		expect({ id, hex, rejected: message.check(frame) }).toEqual({ id, hex, rejected: undefined });
		return decode(message, car.generation, frame.data);
	});
}

/** The group 01 reply of a change, put together from its frames. */
function group01({ replies = [] }: Change): ReturnType<typeof decodeGroup01> | undefined {
	const reply = replies.find(({ request }) => request === "0x79B#022101");
	if (reply === undefined) return undefined;
	const receiver = new IsoTpReceiver();
	const events = reply.frames.map((text) => receiver.accept(parseFrame(text), 0));
	expect(events.at(-1)).toBe("complete");
	return decodeGroup01(receiver.payload);
}

const good = (car: CarFile) =>
	changes(car)
		.map(group01)
		.filter((group): group is Group01 => "socPct" in (group ?? {}));
const known = (values: readonly Values[], name: string) =>
	values.map((each) => each[name]).filter((value) => typeof value === "number");

test("there is a car for every pack and every kind of connection", () => {
	expect(NAMES).toEqual(expect.arrayContaining(["aze0-24", "aze0-30", "ze0-24", "ze1-40", "ze1-62"]));
	expect(new Set(NAMES.map((name) => load(name).bus))).toEqual(new Set(["ev-can", "car-can", "obd-gateway"]));
});

describe.each(NAMES)("%s", (name) => {
	const pack = PACKS[name.split("-")[1] as string];

	test("answers group 01 with the length of its pack, and plausibly", () => {
		const groups = good(load(name));
		expect(groups.length).toBeGreaterThan(5);
		for (const group of groups) {
			expect(group.payloadLen).toBe(pack?.length);
			expect(group.packVoltageV).toBeGreaterThan(340);
			expect(group.packVoltageV).toBeLessThan(404);
			expect((group.capacityAh ?? 0) / (pack?.newAh ?? 0)).toBeGreaterThan(0.7);
			expect((group.capacityAh ?? 0) / (pack?.newAh ?? 0)).toBeLessThan(1);
		}
	});

	test("loses charge slowly while it is watched", () => {
		const socs = good(load(name)).map(({ socPct = Number.NaN }) => socPct);
		const falls = socs.slice(1).map((soc, index) => (socs[index] as number) - soc);
		for (const fall of falls) expect(Math.abs(fall)).toBeLessThan(0.5);
		expect((socs[0] as number) - (socs.at(-1) as number)).toBeGreaterThan(0.5);
	});
});

const EV_CARS = NAMES.filter((name) => load(name).bus === "ev-can");

describe.each(EV_CARS)("%s on its EV-CAN", (name) => {
	const car = load(name);
	const newAh = PACKS[name.split("-")[1] as string]?.newAh ?? Number.NaN;
	const capacitySent = car.generation !== "ZE0";

	test("knows neither current, voltage, SOC nor energy when it wakes up", () => {
		expect(said(car, car, "0x1DB")[0]).toMatchObject({ currentA: null, voltageV: null });
		expect(known(said(car, car, "0x1DB"), "voltageV")).toEqual([]);
		expect(known(said(car, car, "0x55B"), "socPct")).toEqual([]);
		expect(known(said(car, car, "0x5BC"), "gids")).toEqual([]);
	});

	test("knows all of them within a second", () => {
		const [first] = (car.timeline ?? []).filter(({ atMs }) => atMs < 1000);
		expect(known(said(car, first ?? {}, "0x1DB"), "voltageV")).not.toEqual([]);
		expect(known(said(car, first ?? {}, "0x55B"), "socPct")).not.toEqual([]);
		expect(known(said(car, first ?? {}, "0x5BC"), "gids")).not.toEqual([]);
	});

	test("broadcasts what its diagnostics say", () => {
		for (const change of car.timeline ?? []) {
			const group = group01(change) as Group01;
			const [pack, soc, energy] = ["0x1DB", "0x55B", "0x5BC"].map((id) => said(car, change, id)) as [
				Values[],
				Values[],
				Values[],
			];
			for (const volts of known(pack, "voltageV")) {
				expect(Math.abs(volts - (group.packVoltageV ?? 0))).toBeLessThanOrEqual(1);
			}
			const amps = known(pack, "currentA");
			const mean = amps.reduce((sum, each) => sum + each, 0) / amps.length;
			expect(Math.abs(mean / 1.02 - group.current2A)).toBeLessThan(0.5);
			// The broadcast SOC is that of the diagnostics, cut to a tenth.
			for (const pct of known(soc, "socPct"))
				expect(pct).toBeCloseTo(Math.floor((group.socPct ?? 0) * 10) / 10, 6);
			for (const soh of known(energy, "sohPct")) {
				expect(Math.abs(soh - ((group.capacityAh ?? 0) / newAh) * 100)).toBeLessThan(2);
			}
			for (const gids of known(energy, "gids")) {
				const kWh = ((group.socPct ?? 0) / 100) * (group.capacityAh ?? 0) * 0.355;
				expect((gids * 0.08) / kWh).toBeGreaterThan(0.85);
				expect((gids * 0.08) / kWh).toBeLessThan(1.05);
			}
		}
	});

	test("counts its frames, drives, and tells charge times", () => {
		const all = (id: string) => (car.timeline ?? []).map((change) => said(car, change, id));
		for (const frames of [...all("0x1DB"), ...all("0x55B")]) {
			if ("prun" in (frames[0] ?? {}))
				expect(frames.map(({ prun }) => prun)).toEqual(frames.map((_, i) => i % 4));
		}
		expect(new Set(all("0x1DB").flatMap((frames) => known(frames, "currentA"))).size).toBeGreaterThan(10);
		const energy = all("0x5BC").flat();
		expect(new Set(known(energy, "chargeTimeCondition")).size).toBeGreaterThan(4);
		expect(Math.max(...known(energy, "chargeTimeMin"))).toBeGreaterThan(60);
	});

	test("tells its capacity, if its generation does", () => {
		const capacities = changes(car).flatMap((change) => known(said(car, change, "0x59E"), "fullCapacityKwh"));
		expect(capacities.length > 0).toBe(capacitySent);
	});

	test("says its maximum in every other frame, if it is larger than 24 kWh", () => {
		const [first] = (car.timeline ?? []).map((change) => said(car, change, "0x5BC"));
		const flags = (first ?? []).map(({ maxGidsFlag }) => maxGidsFlag);
		expect(flags).toEqual(flags.map((_, index) => (newAh > 70 ? 1 - (index % 2) : 0)));
		const most = known(first ?? [], "maxGids");
		if (newAh > 170) expect(new Set(most)).toEqual(new Set([750]));
	});
});

describe("the car behind its gateway", () => {
	const car = load("ze1-40");

	test("broadcasts nothing", () => {
		expect(changes(car).flatMap(({ broadcast = [] }) => broadcast)).toEqual([]);
	});

	test("first sends the reply of a battery that has just woken up", () => {
		expect(group01(car)).toEqual({ reason: "wake-up" });
	});
});

describe("the car at its CAR-CAN", () => {
	const car = load("aze0-30");
	const sent = (id: string) =>
		changes(car).flatMap(({ broadcast = [] }) =>
			broadcast.filter((each) => each.id === id).flatMap(({ data }) => data),
		);
	const byte = (hex: string, index: number) => Number.parseInt(hex.slice(index * 2, index * 2 + 2), 16);

	test("sends no battery message of the EV-CAN", () => {
		const ids = changes(car).flatMap(({ broadcast = [] }) => broadcast.map(({ id }) => id));
		expect(new Set(ids)).toEqual(new Set(["0x5B3", "0x355", "0x5C5", "0x60D"]));
	});

	test("sends health, and energy and its maximum in turn (5B3, Leaf protocol facts, 2.9)", () => {
		const frames = sent("0x5B3");
		expect(frames.map((hex) => byte(hex, 1) >> 1).slice(0, 3)).toEqual([0, 88, 88]);
		const gids = frames.slice(1).map((hex) => ((byte(hex, 4) & 3) << 8) | byte(hex, 5));
		expect(gids.filter((_, index) => index % 2 === 1)).toEqual(gids.slice(gids.length / 2).map(() => 363));
		for (const now of gids.filter((_, index) => index % 2 === 0)) expect(now).toBeLessThan(230);
	});

	test("counts kilometres", () => {
		const kilometres = sent("0x5C5").map((hex) => Number.parseInt(hex.slice(2, 8), 16));
		expect(kilometres[0]).toBe(61234);
		expect(kilometres.at(-1)).toBeGreaterThan(61234);
		expect([...kilometres].sort((a, b) => a - b)).toEqual(kilometres);
	});
});
