import { s8, u16 } from "./big-endian";
import { LBC } from "./ecu";
import { READ_GROUP } from "./field-reply";
import { defineReply } from "./reply";

const SENSORS = 4;
const FIRST_SENSOR = 2;
const SENSOR_BYTES = 3;
const MINIMUM = FIRST_SENSOR + SENSORS * SENSOR_BYTES;
/** Says that there is no sensor. Its temperature, FF, does not: that may as well be -1 degC. */
const NOT_FITTED = 0xffff;

/**
 * Group 04 of the battery controller: the temperatures in the pack, degC.
 *
 * | index | field |
 * | --- | --- |
 * | 0-1 | `61 04` |
 * | 2-4, 5-7, 8-10, 11-13 | four sensors: thermistor, 16 bits (FFFF not fitted), and temperature, signed, 1 degC |
 * | 14 | lowest temperature, signed, 1 degC; may be 1 below the rounded sensors |
 *
 * `null` stands for a sensor that is not fitted: 2013-17 packs of 24 kWh, and some later ones, lack the third. 16, 31
 * or 37 bytes by the pack; the rest is unknown. Source: Leaf protocol facts, 4.6.
 */
export const group04 = defineReply<"sensorRaw" | "sensorTempC" | "minTempC" | "maxTempC">({
	name: "group04",
	ecu: LBC,
	request: [READ_GROUP, 0x04],
	minLength: MINIMUM,
	maxLength: 64,
	decode(payload) {
		const sensorRaw: (number | null)[] = [];
		const sensorTempC: (number | null)[] = [];
		let maxTempC = Number.NEGATIVE_INFINITY;
		for (let at = FIRST_SENSOR; at < MINIMUM; at += SENSOR_BYTES) {
			const raw = u16(payload, at);
			const temperature = s8(payload, at + 2);
			sensorRaw.push(raw === NOT_FITTED ? null : raw);
			sensorTempC.push(raw === NOT_FITTED ? null : temperature);
			if (raw !== NOT_FITTED && temperature > maxTempC) maxTempC = temperature;
		}
		if (maxTempC === Number.NEGATIVE_INFINITY) return { sensorRaw, sensorTempC };
		const values = { sensorRaw, sensorTempC, maxTempC };
		return payload.length > MINIMUM ? { ...values, minTempC: s8(payload, MINIMUM) } : values;
	},
});
