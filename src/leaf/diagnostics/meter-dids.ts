import { METER } from "./ecu";
import { didReply, u8Field, u16Field, u24Field } from "./field-reply";
import type { ReplyDefinition } from "./reply";

/*
 * Data identifiers of the instrument cluster of ZE1, values counted after `62 hh ll`.
 *
 * | identifier | bytes | field |
 * | --- | --- | --- |
 * | 0E01 | 0-2 | odometer, 1 km |
 * | 0E25-0E28 | 0 | tyre pressures, 1/4 psi, 00 not ready; 0E25 front right, of the others the wheel is not known |
 * | 0E2E | 0-1 | range, 0.1 km; only while the car is ready to drive |
 *
 * 0E24 answers 13 bytes that nobody decodes. Source: Leaf protocol facts, 4.10.
 */

function tyre<const Name extends string>(did: number, name: string, signal: Name) {
	return didReply<Name | "tyreRaw">(
		METER,
		did,
		name,
		u8Field("tyreRaw", ""),
		u8Field(signal, "psi", { per: 4, missing: 0 }),
	);
}

/** `odometerKm`, km whatever the display shows. */
export const meterOdometer = didReply(
	METER,
	0x0e01,
	"meterOdometer",
	u24Field("odometerKm", "km", { missing: 0xffffff }),
);

/** `rangeKm` as the car estimates it, 0.1 km. */
export const meterRange = didReply(
	METER,
	0x0e2e,
	"meterRange",
	u16Field("rangeKm", "km", { per: 10, missing: 0xffff }),
);

/** Everything that the cluster of ZE1 is known to tell. */
export const METER_DIDS: readonly ReplyDefinition[] = Object.freeze([
	meterOdometer,
	tyre(0x0e25, "meterTyreFrontRight", "tyreFrPsi"),
	tyre(0x0e26, "meterTyre2", "tyre2Psi"),
	tyre(0x0e27, "meterTyre3", "tyre3Psi"),
	tyre(0x0e28, "meterTyre4", "tyre4Psi"),
	meterRange,
]);
