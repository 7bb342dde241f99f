import { describe, expect, test } from "@jest/globals";
import { announcedEntities } from "../../src/homeassistant/entities";
import { needs } from "../helpers/needs";
import { findXsWorker } from "../virtual/engine/xs-engine";
import { BENCH_FRAMES, busMeanOf, meanOf } from "./frames";
import { measureMqtt } from "./measure-mqtt";
import { measureSpi } from "./measure-spi";
import { measureXs } from "./measure-xs";

describe("SPI traffic", () => {
	const [ours, ...others] = measureSpi();

	test("one frame costs at most 16 bytes in 2 transactions, a frame of a burst 15 bytes", () => {
		expect(ours?.single.bytes).toBeLessThanOrEqual(16);
		expect(ours?.single.transactions).toBeLessThanOrEqual(2);
		expect((ours?.burst.bytes ?? 0) / 2).toBeLessThanOrEqual(15);
	});

	test("autowp's sequence costs what its source says: 26 bytes in 5 transactions", () => {
		const autowp = others.find(({ driver }) => driver.startsWith("autowp"));
		expect(autowp?.single).toEqual({ bytes: 26, transactions: 5 });
	});
});

needs("the XS engine", findXsWorker() !== undefined, () => {
	test("the receive path keeps to its budget of computrons and makes no garbage", async () => {
		const costs = await measureXs();
		if (costs === undefined) throw new Error("not measured");
		expect(costs.decode).toHaveLength(BENCH_FRAMES.length);
		for (const mean of [meanOf, busMeanOf]) {
			expect(mean(costs.decode)).toBeLessThanOrEqual(200);
			expect(mean(costs.chipToState)).toBeLessThanOrEqual(700);
		}
		expect(costs.garbage).toEqual({ frames: 100_000, slots: 0 });
	}, 60_000);

	test("computrons repeat exactly", async () => {
		expect(await measureXs(1000)).toEqual(await measureXs(1000));
	}, 60_000);
});

test("an update says only what has changed", async () => {
	const [announcement, first, update, nothing] = await measureMqtt();
	expect([announcement, first, update, nothing].map((cost) => cost?.messages)).toEqual([
		announcedEntities().length + 1,
		9,
		4,
		0,
	]);
	expect(update?.bytes).toBeLessThan(1000);
});
