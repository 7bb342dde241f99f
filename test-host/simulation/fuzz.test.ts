import { expect, test } from "@jest/globals";
import { CAR_BUSES } from "../../src/leaf/car-bus";
import { fuzz } from "./fuzz";

const SEED = 20261123;
const FRAMES = 1_000_000;

test.each(CAR_BUSES.map((bus, index) => [bus, SEED + index, Math.ceil(FRAMES / CAR_BUSES.length)] as const))(
	"%s, seed %i: %i hostile frames through the whole receive path make no exception and nothing impossible",
	(bus, seed, frames) => {
		const result = fuzz(bus, seed, frames);
		process.stdout.write(`fuzz: ${JSON.stringify(result)}\n`);
		expect(result.impossible).toEqual([]);
		expect(result.heard).toBeGreaterThan(frames / 50);
		expect(result.told).toBeGreaterThan(bus === "ev-can" ? 25 : 10);
	},
	120_000,
);
