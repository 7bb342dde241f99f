import { VCM } from "./ecu";
import { type DidField, didReply, s16Field, u8Field, u16Field } from "./field-reply";
import type { ReplyDefinition } from "./reply";

/*
 * Data identifiers of the vehicle control module, values counted after `62 hh ll`.
 *
 * | identifier | bytes | field |
 * | --- | --- | --- |
 * | 1103 | 0 | 12 V battery, 0.08 V |
 * | 1146 | 0-1 | motor power, 40 W |
 * | 114E | 0 | charge mode: 0 none, 1 L1, 2 L2, 3 quick charge |
 * | 1151 | 0 | air conditioning, 250 W |
 * | 1152 | 0 | auxiliaries, 100 W |
 * | 1156 | 0 | gear: 1 P, 2 R, 3 N, 4 D, 7 (some sources: 5) ECO |
 * | 115D | 0 | ambient temperature, 0.5 degC, offset -40, FF none |
 * | 1183 | 0-1 | current of the 12 V battery, signed, 1/256 A |
 * | 1203, 1205 | 0-1 | number of quick charges, of AC charges |
 * | 121A | 0-1 | speed, 0.1 km/h |
 * | 1234 | 0 | plug: 0 none, 1 partly, 2 plugged |
 * | 1236 | 0-1 | charge power, 100 W |
 * | 1248 | 0-1 | pack current, signed, 0.5 A; single source |
 * | 1255 | 0-1 | motor speed, signed, 1/min |
 * | 1261, 1262 | 0 | estimates: air conditioning, 50 W; PTC heater, 250 W |
 * | 1304 | 0 | power switch: 80 on |
 *
 * Older modules always answer 7 bytes, whose last are junk. The counters' FFFF is taken for none, which is our own
 * rule. ZE0 has none of these. Source: Leaf protocol facts, 4.9.
 */

const vcm = <const Name extends string>(
	did: number,
	name: string,
	first: DidField<Name>,
	...more: readonly DidField<Name>[]
) => didReply(VCM, did, name, first, ...more);

const CHARGE_MODES = Object.freeze({ 0: "none", 1: "L1", 2: "L2", 3: "QC" });
const GEARS = Object.freeze({ 1: "P", 2: "R", 3: "N", 4: "D", 5: "ECO", 7: "ECO" });

/** `aux12V`, V. */
export const vcmAux12V = vcm(0x1103, "vcmAux12V", u8Field("aux12V", "V", { scale: 8, per: 100 }));

/** `motorPowerW`, W. */
export const vcmMotorPower = vcm(0x1146, "vcmMotorPower", u16Field("motorPowerW", "W", { scale: 40 }));

/** `chargeModeRaw`, and `chargeMode` none, L1, L2 or QC. */
export const vcmChargeMode = vcm(
	0x114e,
	"vcmChargeMode",
	u8Field("chargeModeRaw", ""),
	u8Field("chargeMode", "", { codes: CHARGE_MODES }),
);

/** `acPowerW`, W, and `raw`, as the scale is not checked on cars before 2018. */
export const vcmAirConPower = vcm(
	0x1151,
	"vcmAirConPower",
	u8Field("raw", ""),
	u8Field("acPowerW", "W", { scale: 250 }),
);

/** `auxPowerW`, W. */
export const vcmAuxPower = vcm(0x1152, "vcmAuxPower", u8Field("auxPowerW", "W", { scale: 100 }));

/** `gearRaw`, and `gear` P, R, N, D or ECO. */
export const vcmGear = vcm(0x1156, "vcmGear", u8Field("gearRaw", ""), u8Field("gear", "", { codes: GEARS }));

/** `ambientC`, -40 to 87 degC. */
export const vcmAmbient = vcm(
	0x115d,
	"vcmAmbient",
	u8Field("ambientC", "degC", { per: 2, offset: -40, missing: 0xff }),
);

/** `aux12vCurrentA`, A. */
export const vcmAux12VCurrent = vcm(
	0x1183,
	"vcmAux12VCurrent",
	s16Field("aux12vCurrentA", "A", { per: 256 }),
);

/** `qcCount`. */
export const vcmQuickCharges = vcm(0x1203, "vcmQuickCharges", u16Field("qcCount", "", { missing: 0xffff }));

/** `acChargeCount`: L1 and L2 together. */
export const vcmNormalCharges = vcm(
	0x1205,
	"vcmNormalCharges",
	u16Field("acChargeCount", "", { missing: 0xffff }),
);

/** `speedKmh`, km/h. */
export const vcmSpeed = vcm(0x121a, "vcmSpeed", u16Field("speedKmh", "km/h", { per: 10 }));

/** `plugState`: 0 none, 1 partly, 2 plugged. */
export const vcmPlug = vcm(0x1234, "vcmPlug", u8Field("plugState", ""));

/** `chargePowerW`, W. */
export const vcmChargePower = vcm(0x1236, "vcmChargePower", u16Field("chargePowerW", "W", { scale: 100 }));

/** `packCurrentA`, A. */
export const vcmPackCurrent = vcm(0x1248, "vcmPackCurrent", s16Field("packCurrentA", "A", { per: 2 }));

/** `motorRpm`, 1/min, negative in reverse. */
export const vcmMotorSpeed = vcm(0x1255, "vcmMotorSpeed", s16Field("motorRpm", "1/min"));

/** `estAcPowerW`, W, and `raw`, as the scale is not checked on cars before 2018. */
export const vcmEstimatedAirConPower = vcm(
	0x1261,
	"vcmEstimatedAirConPower",
	u8Field("raw", ""),
	u8Field("estAcPowerW", "W", { scale: 50 }),
);

/** `estPtcPowerW`, W. */
export const vcmEstimatedHeaterPower = vcm(
	0x1262,
	"vcmEstimatedHeaterPower",
	u8Field("estPtcPowerW", "W", { scale: 250 }),
);

/** `powerSwitchRaw`, and `powerOn` 1 or 0; codes other than 80 and 00 are not known. */
export const vcmPowerSwitch = vcm(
	0x1304,
	"vcmPowerSwitch",
	u8Field("powerSwitchRaw", ""),
	u8Field("powerOn", "", { codes: Object.freeze({ 0: 0, 128: 1 }) }),
);

/** Every identifier of the vehicle control module that is decoded. */
export const VCM_DIDS: readonly ReplyDefinition[] = Object.freeze([
	vcmAux12V,
	vcmMotorPower,
	vcmChargeMode,
	vcmAirConPower,
	vcmAuxPower,
	vcmGear,
	vcmAmbient,
	vcmAux12VCurrent,
	vcmQuickCharges,
	vcmNormalCharges,
	vcmSpeed,
	vcmPlug,
	vcmChargePower,
	vcmPackCurrent,
	vcmMotorSpeed,
	vcmEstimatedAirConPower,
	vcmEstimatedHeaterPower,
	vcmPowerSwitch,
]);
