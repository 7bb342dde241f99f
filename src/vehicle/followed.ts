import { deepFreeze } from "../deep-freeze";
import { aux292 } from "../leaf/broadcast/aux-292";
import { body60d } from "../leaf/broadcast/body-60d";
import { capacity59e } from "../leaf/broadcast/capacity-59e";
import { charge5bc } from "../leaf/broadcast/charge-5bc";
import { chargeStatus1d4 } from "../leaf/broadcast/charge-status-1d4";
import { chargeTime5b9 } from "../leaf/broadcast/charge-time-5b9";
import { charger5bf } from "../leaf/broadcast/charger-5bf";
import { charger390 } from "../leaf/broadcast/charger-390";
import { climate54c } from "../leaf/broadcast/climate-54c";
import { health5b3 } from "../leaf/broadcast/health-5b3";
import { history5c0 } from "../leaf/broadcast/history-5c0";
import { odometer5c5 } from "../leaf/broadcast/odometer-5c5";
import { pack1db } from "../leaf/broadcast/pack-1db";
import { range5a9 } from "../leaf/broadcast/range-5a9";
import { selector421 } from "../leaf/broadcast/selector-421";
import { shift11a } from "../leaf/broadcast/shift-11a";
import { soc55b } from "../leaf/broadcast/soc-55b";
import { speed284 } from "../leaf/broadcast/speed-284";
import { speed355 } from "../leaf/broadcast/speed-355";
import type { CarBus } from "../leaf/car-bus";
import { type Followed, follow, signal } from "./followed-signal";

const EV: readonly CarBus[] = Object.freeze(["ev-can"]);
const CAR: readonly CarBus[] = Object.freeze(["car-can"]);
const BOTH: readonly CarBus[] = Object.freeze(["ev-can", "car-can"]);

/** Of 0x5BC, which time is that of the usual charger to full (Leaf protocol facts, 2.5); of ZE1 it is unverified. */
const TO_FULL = Object.freeze({ ZE0: 9, AZE0: 8, ZE1: 17 });

const minutes = (generation: keyof typeof TO_FULL) =>
	signal(charge5bc, "chargeTimeMin", "minutesToFull", {
		only: ["chargeTimeCondition", TO_FULL[generation]],
		generations: [generation],
		slow: true,
	});

const temperature = (kind: number, reading: "temperatureMax" | "temperature" | "temperatureMin") =>
	signal(history5c0, "tempC", reading, { only: ["kind", kind] });

/**
 * Every broadcast message that the vehicle listens to (Leaf protocol facts, section 2). Not followed although they
 * look useful: GIDs of 0x5B3, because the pack's maximum cannot be told from the charge there, and the power of
 * 0x380, which is what the charger could give.
 */
export const FOLLOWED: readonly Followed[] = deepFreeze([
	follow(
		EV,
		pack1db,
		[
			signal(pack1db, "currentA", "current"),
			signal(pack1db, "voltageV", "voltage"),
			signal(pack1db, "mainRelayOn", "mainRelay", { slow: true }),
			signal(pack1db, "usableSocPct", "dashSoc", { slow: true }),
		],
		{ always: true, slowEvery: 20 },
	),
	follow(EV, soc55b, [signal(soc55b, "socPct", "soc")], { always: true }),
	follow(
		EV,
		charge5bc,
		[
			signal(charge5bc, "gids", "gids"),
			signal(charge5bc, "maxGids", "maxGids"),
			signal(charge5bc, "sohPct", "soh", { slow: true }),
			signal(charge5bc, "avgTempC", "temperature"),
			minutes("ZE0"),
			minutes("AZE0"),
			minutes("ZE1"),
		],
		// Divides none of the rounds of 5, 7 and 17 frames in which the charge times go.
		{ always: true, slowEvery: 3 },
	),
	follow(EV, capacity59e, [
		signal(capacity59e, "fullCapacityKwh", "fullCapacity"),
		signal(capacity59e, "dashSocPct", "dashSoc"),
	]),
	follow(EV, history5c0, [
		temperature(1, "temperatureMax"),
		temperature(2, "temperature"),
		temperature(3, "temperatureMin"),
	]),
	follow(EV, chargeStatus1d4, [signal(chargeStatus1d4, "chargeStatusRaw", "chargeStatus")]),
	follow(EV, charger390, [
		signal(charger390, "chargePowerKw", "chargerPower"),
		signal(charger390, "chargeStatus", "chargerStatus"),
	]),
	follow(EV, charger5bf, [signal(charger5bf, "chargerStatusRaw", "chargerStatus")]),
	follow(EV, chargeTime5b9, [signal(chargeTime5b9, "chargeMin", "minutesToFull")]),
	follow(EV, shift11a, [
		signal(shift11a, "gear", "gear", { codes: { 0: 1, 1: 1, 2: 2, 3: 3, 4: 4 } }),
		// Neither on nor off is what a car says that charges or wakes up.
		signal(shift11a, "onOff", "ignition", { codes: { 1: 1, 2: 0 } }),
	]),
	// Where both are sent, 0x355 tells 2 % more than 0x284: two sources would make the speed waver.
	follow(EV, speed284, [signal(speed284, "speedKmh", "speed", { generations: ["ZE0", "AZE0"] })]),
	follow(EV, climate54c, [signal(climate54c, "ambientC", "ambient")]),
	follow(EV, speed355, [
		signal(speed355, "speedKmh", "speed", { generations: ["ZE1"] }),
		signal(speed355, "unitsMiles", "distanceUnit"),
	]),
	follow(
		CAR,
		speed355,
		[signal(speed355, "speedKmh", "speed"), signal(speed355, "unitsMiles", "distanceUnit")],
		{ always: true },
	),
	follow(BOTH, odometer5c5, [signal(odometer5c5, "odometerRaw", "odometer", { inDistanceUnit: true })]),
	follow(BOTH, range5a9, [signal(range5a9, "rangeKm", "carRange")]),
	follow(CAR, health5b3, [signal(health5b3, "sohPct", "soh", { nothing: 0 })], { always: true }),
	follow(CAR, selector421, [
		signal(selector421, "gearRaw", "gear", { codes: { 1: 1, 2: 2, 3: 3, 4: 4, 7: 7 } }),
	]),
	follow(CAR, body60d, [signal(body60d, "state", "ignition", { codes: { 0: 0, 1: 0, 3: 1 } })], {
		always: true,
	}),
	follow(CAR, aux292, [signal(aux292, "aux12V", "auxVoltage")]),
]);
