import { deepFreeze } from "../deep-freeze";
import { dtcs } from "../leaf/diagnostics/dtc";
import { group01 } from "../leaf/diagnostics/group-01";
import { group02 } from "../leaf/diagnostics/group-02";
import { group03 } from "../leaf/diagnostics/group-03";
import { group04 } from "../leaf/diagnostics/group-04";
import { group06 } from "../leaf/diagnostics/group-06";
import { group61 } from "../leaf/diagnostics/group-61";
import { vinGroup81 } from "../leaf/diagnostics/group-81";
import { meterOdometer, meterRange } from "../leaf/diagnostics/meter-dids";
import { meterGroup01 } from "../leaf/diagnostics/meter-group-01";
import type { ReplyDefinition } from "../leaf/diagnostics/reply";
import {
	vcmAmbient,
	vcmChargeMode,
	vcmChargePower,
	vcmGear,
	vcmNormalCharges,
	vcmPlug,
	vcmPowerSwitch,
	vcmQuickCharges,
	vcmSpeed,
} from "../leaf/diagnostics/vcm-dids";
import type { Codes } from "./followed-signal";
import type { ReadingName } from "./gates";
import { coded, difference, list, mean, number, type Pluck, text } from "./pluck";

/** What the vehicle knows as text. */
export type TextName = "vin" | "troubleCodes";

/** A diagnostic reply and what the vehicle takes from it. */
export interface FollowedReply {
	readonly reply: ReplyDefinition;
	readonly numbers: readonly (readonly [reading: ReadingName, pick: Pluck<number>])[];
	readonly texts: readonly (readonly [text: TextName, pick: Pluck<string>])[];
}

/** 7 eco; some sources have 5. */
const GEARS: Codes = Object.freeze({ 1: 1, 2: 2, 3: 3, 4: 4, 5: 7, 7: 7 });

/** Every diagnostic reply that the vehicle takes something from, whoever asked (Leaf protocol facts, section 4). */
export const FOLLOWED_REPLIES: readonly FollowedReply[] = deepFreeze([
	numbers(group01, {
		voltage: number("packVoltageV"),
		current: number("current2A"),
		soc: number("socPct"),
		capacity: number("capacityAh"),
		hx: number("hx"),
		auxVoltage: number("aux12vRaw", 1 / 1000),
	}),
	numbers(group02, {
		cellMin: number("cellMinMv"),
		cellMax: number("cellMaxMv"),
		cellSpread: difference("cellMaxMv", "cellMinMv"),
	}),
	numbers(group03, {
		cellMin: number("cellMinMv"),
		cellMax: number("cellMaxMv"),
		cellSpread: difference("cellMaxMv", "cellMinMv"),
	}),
	numbers(group04, {
		temperature: mean("sensorTempC"),
		temperatureMin: number("minTempC"),
		temperatureMax: number("maxTempC"),
	}),
	numbers(group06, { shunts: number("shuntsActive") }),
	numbers(group61, { soh: number("sohPct") }),
	numbers(vcmQuickCharges, { quickCharges: number("qcCount") }),
	numbers(vcmNormalCharges, { normalCharges: number("acChargeCount") }),
	numbers(vcmPlug, { plug: number("plugState") }),
	numbers(vcmChargeMode, { chargeMode: number("chargeModeRaw") }),
	numbers(vcmChargePower, { chargerPower: number("chargePowerW", 1 / 1000) }),
	numbers(vcmAmbient, { ambient: number("ambientC") }),
	numbers(vcmGear, { gear: coded("gearRaw", GEARS) }),
	numbers(vcmPowerSwitch, { ignition: number("powerOn") }),
	numbers(vcmSpeed, { speed: number("speedKmh") }),
	numbers(meterOdometer, { odometer: number("odometerKm") }),
	numbers(meterRange, { carRange: number("rangeKm") }),
	numbers(meterGroup01, { odometer: number("odometerKm") }),
	texts(vinGroup81, { vin: text("vin") }),
	texts(dtcs, { troubleCodes: list("dtcs") }),
]);

/** Those replies, whoever asked for them. */
export const REPLIES: readonly ReplyDefinition[] = Object.freeze(FOLLOWED_REPLIES.map(({ reply }) => reply));

/** Under which name the source of a value is known: identifier and bytes of the request, such as `79B 21 01`. */
export function requestText({ ecu, request }: Omit<ReplyDefinition, "decode">): string {
	return [ecu.request, ...request].map((part) => part.toString(16).toUpperCase().padStart(2, "0")).join(" ");
}

function numbers<Name extends string>(
	reply: ReplyDefinition<Name>,
	picks: Partial<Record<ReadingName, Pluck<number, Name>>>,
): FollowedReply {
	return { reply, numbers: Object.entries(picks) as FollowedReply["numbers"][number][], texts: [] };
}

function texts<Name extends string>(
	reply: ReplyDefinition<Name>,
	picks: Partial<Record<TextName, Pluck<string, Name>>>,
): FollowedReply {
	return { reply, numbers: [], texts: Object.entries(picks) as FollowedReply["texts"][number][] };
}
