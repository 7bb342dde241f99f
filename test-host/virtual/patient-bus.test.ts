import { expect, test } from "@jest/globals";
import { frameOf } from "./frame-text";
import { PatientBus } from "./patient-bus";

const settle = () => new Promise((resolve) => setImmediate(resolve));

test("gives one frame at a time, in order, and waits for the receiver", async () => {
	const given: number[] = [];
	let fetched = () => {};
	const bus = new PatientBus(
		({ id }) => void given.push(id),
		() => new Promise((resolve) => (fetched = resolve)),
	);
	const frame = frameOf(1, "00");
	for (const id of [1, 2, 3]) {
		frame.id = id;
		bus.send(frame);
	}
	expect(given).toEqual([1]);
	await settle();
	expect(given).toEqual([1]);
	fetched();
	await settle();
	expect(given).toEqual([1, 2]);
	fetched();
	await settle();
	fetched();
	await settle();
	bus.send(frame);
	expect(given).toEqual([1, 2, 3, 3]);
});

test("does not grow without end for a receiver that has stopped", async () => {
	let given = 0;
	let fetched = () => {};
	const bus = new PatientBus(
		() => void given++,
		() => new Promise((resolve) => (fetched = resolve)),
	);
	for (let count = 0; count < 5000; count++) bus.send(frameOf(1, "00"));
	for (let count = 0; count < 5000; count++) {
		fetched();
		await settle();
	}
	expect(given).toBe(1001);
});
