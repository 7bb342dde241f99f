import { GENERATIONS } from "../generation";
import { defineMessage } from "../message";

/**
 * Wakes the control units or sends them to sleep. EV-CAN, ZE0 (6 bytes), AZE0 and ZE1 (7 bytes).
 *
 * | byte | bits | signal |
 * | --- | --- | --- |
 * | 3 | 7:6 | wake or sleep |
 *
 * No CRC. Source: Leaf protocol facts, 1.3, 1.4 and 2.9.
 */
export const wake50b = defineMessage({
	id: 0x50b,
	name: "wake and sleep",
	dlc: [6, 7],
	integrity: "none",
	periodMs: 100,
	layouts: GENERATIONS,
	signals: {
		/** 3 stay awake, 0 go to sleep. */
		wakeSleepCmd: { unit: "", start: 31, length: 2 },
	},
});
