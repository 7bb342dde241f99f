import { deepFreeze } from "../deep-freeze";
import type { CarBus } from "./car-bus";

/**
 * Messages that every car sends on one bus as long as that is awake, and on no other: the battery's own on EV-CAN, the
 * copy of its health and the doors on CAR-CAN (Leaf protocol facts, 1.2).
 */
const TELLTALES: readonly (readonly [id: number, bus: CarBus])[] = deepFreeze([
	[0x1db, "ev-can"],
	[0x55b, "ev-can"],
	[0x5bc, "ev-can"],
	[0x5b3, "car-can"],
	[0x60d, "car-can"],
]);

/** The bus that a message gives away by its identifier. Most say nothing, and behind the gateway there are none. */
export function busToldBy(id: number): CarBus | undefined {
	return TELLTALES.find(([telltale]) => telltale === id)?.[1];
}
