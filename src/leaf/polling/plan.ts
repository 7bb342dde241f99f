import { deepFreeze } from "../../deep-freeze";
import { CAR_BUSES, type CarBus } from "../car-bus";
import { dtcs } from "../diagnostics/dtc";
import { group01 } from "../diagnostics/group-01";
import { group02 } from "../diagnostics/group-02";
import { group04 } from "../diagnostics/group-04";
import { group06 } from "../diagnostics/group-06";
import { group61 } from "../diagnostics/group-61";
import { vinGroup81 } from "../diagnostics/group-81";
import { meterOdometer, meterRange } from "../diagnostics/meter-dids";
import { meterGroup01 } from "../diagnostics/meter-group-01";
import {
	vcmAmbient,
	vcmChargeMode,
	vcmGear,
	vcmNormalCharges,
	vcmPlug,
	vcmPowerSwitch,
	vcmQuickCharges,
} from "../diagnostics/vcm-dids";
import type { Generation } from "../generation";
import type { Poll } from "./poll";

const SECOND = 1000;
const MINUTE = 60 * SECOND;
const HOUR = 60 * MINUTE;

/** Where the car does not broadcast what the vehicle control module knows. */
const NOT_EV_CAN: readonly CarBus[] = Object.freeze(["car-can", "obd-gateway"]);
const NOT_ZE0: readonly Generation[] = Object.freeze(["AZE0", "ZE1"]);

/**
 * What is asked, where, and how often, what matters most first. Source of the periods: Leaf protocol facts, 1.5,
 * rule 5, and what OVMS does (1.4); of what there is on which car: 4.7 to 4.11.
 */
export const PLAN: readonly Poll[] = deepFreeze([
	{ reply: group01, periodMs: 10 * SECOND, buses: CAR_BUSES },
	{ reply: group02, periodMs: MINUTE, buses: CAR_BUSES },
	{ reply: group04, periodMs: MINUTE, buses: CAR_BUSES },
	{ reply: vcmPlug, periodMs: MINUTE, buses: NOT_EV_CAN },
	{ reply: vcmChargeMode, periodMs: MINUTE, buses: NOT_EV_CAN },
	{ reply: vcmPowerSwitch, periodMs: MINUTE, buses: NOT_EV_CAN },
	{ reply: vcmGear, periodMs: MINUTE, buses: NOT_EV_CAN },
	{ reply: vcmAmbient, periodMs: MINUTE, buses: NOT_EV_CAN },
	{ reply: meterGroup01, periodMs: MINUTE, buses: ["car-can"] },
	{ reply: meterOdometer, periodMs: MINUTE, buses: ["obd-gateway"] },
	{ reply: meterRange, periodMs: MINUTE, buses: ["obd-gateway"] },
	{ reply: group06, periodMs: MINUTE, buses: CAR_BUSES, generations: ["ZE0", "AZE0"] },
	{ reply: group06, periodMs: MINUTE, buses: CAR_BUSES, generations: ["ZE1"], only: "charging" },
	{ reply: group61, periodMs: 15 * MINUTE, buses: CAR_BUSES, generations: ["ZE1"] },
	{ reply: vcmQuickCharges, periodMs: HOUR, buses: CAR_BUSES, generations: NOT_ZE0 },
	{ reply: vcmNormalCharges, periodMs: HOUR, buses: CAR_BUSES, generations: NOT_ZE0 },
	{ reply: dtcs, periodMs: HOUR, buses: CAR_BUSES },
	{ reply: vinGroup81, periodMs: HOUR, buses: CAR_BUSES, generations: NOT_ZE0, only: "vin" },
]);
