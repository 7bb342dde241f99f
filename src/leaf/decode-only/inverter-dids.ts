import { INVERTER } from "../diagnostics/ecu";
import { didReply, s16Field, u8Field } from "../diagnostics/field-reply";
import type { ReplyDefinition } from "../diagnostics/reply";

/*
 * Data identifiers of the motor inverter, values counted after `62 hh ll`.
 *
 * | identifier | bytes | field |
 * | --- | --- | --- |
 * | 1121 | 0 | temperature of the motor, 1 degC, offset -40 |
 * | 1225 | 0-1 | torque of the motor, signed, 1/64 Nm |
 *
 * Source: captures of a 62 kWh car (Leaf protocol facts, section 9), and for 1121 the document "Leaf2018-CAN".
 */

/** `motorTempC`, -40 to 215 degC. */
export const inverterMotorTemperature = didReply(
	INVERTER,
	0x1121,
	"inverterMotorTemperature",
	u8Field("motorTempC", "degC", { offset: -40, missing: 0xff }),
);

/** `motorTorqueNm`, negative when braking. */
export const inverterMotorTorque = didReply(
	INVERTER,
	0x1225,
	"inverterMotorTorque",
	s16Field("motorTorqueNm", "Nm", { per: 64 }),
);

/** Everything that is decoded of the inverter. */
export const INVERTER_DIDS: readonly ReplyDefinition[] = Object.freeze([
	inverterMotorTemperature,
	inverterMotorTorque,
]);
