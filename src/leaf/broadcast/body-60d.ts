import { defineMessage } from "../message";

/**
 * Whether the car is on, from the body control module. CAR-CAN of 2011-17 cars.
 *
 * | byte | bits | signal |
 * | --- | --- | --- |
 * | 1 | 2:1 | state |
 *
 * Doors and locks are in bytes 0 to 2, but sources disagree about which bit is which. No CRC. Source: Leaf protocol
 * facts, 2.9.
 */
export const body60d = defineMessage({
	id: 0x60d,
	name: "state of the car",
	dlc: 8,
	integrity: "none",
	periodMs: 100,
	layouts: ["ZE0", "AZE0", "CAR"],
	signals: {
		/** 0 off, 1 accessory, 2 starting, 3 on. */
		state: { unit: "", start: 10, length: 2 },
	},
});
