import { defineMessage } from "../message";

/**
 * Range as the car reckons it. EV-CAN and CAR-CAN, ZE0 and AZE0, 7 or 8 bytes.
 *
 * | byte | bits | signal |
 * | --- | --- | --- |
 * | 1-2 | 7:0, 7:4 | range, 0.2 km |
 *
 * Absent while the car starts or charges, and wrong after another pack was fitted. No CRC. Source: Leaf protocol
 * facts, 2.9.
 */
export const range5a9 = defineMessage({
	id: 0x5a9,
	name: "range",
	dlc: [7, 8],
	integrity: "none",
	periodMs: 512,
	layouts: ["ZE0", "AZE0", "CAR"],
	signals: {
		rangeKm: { unit: "km", start: 15, length: 12, scale: 0.2, invalid: 0xfff },
	},
});
