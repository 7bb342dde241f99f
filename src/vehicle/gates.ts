import { deepFreeze } from "../deep-freeze";

/** What a value must be like to be believed. */
export interface Gate {
	/** Empty for codes. */
	readonly unit: string;
	/** A value below is not believed, ever. */
	readonly min: number;
	/** A value above is not believed, ever. */
	readonly max: number;
	/**
	 * A value further away than this from the last good one waits until the next confirms it. Left out where real
	 * values change faster than they are heard.
	 */
	readonly step?: number;
	/** Older than this, ms, a value says little about now; whatever comes then is no jump. */
	readonly maxAge: number;
}

/** Every reading of the vehicle. */
export type ReadingName = keyof typeof TABLE;

/** What says nothing about now soon: three polls of group 01. */
const FLOW = 30_000;
/** Heard in bursts ten seconds apart, or polled once a minute at most. */
const STATE = 180_000;
/** Changes slowly, polled every few minutes. */
const SLOW = 600_000;
/** Asked for once an hour or once a drive. */
const RARE = 3 * 3_600_000;

/**
 * Limits are those of Leaf protocol facts 2.2 (current, voltage), 4.3 (SOC, Ah), 4.4 (cells), 2.5 (SOH), section 6
 * (GIDs, kWh), the range of the field where the facts name none, or what no car reaches: 200 km/h, a million km,
 * a battery of 70 °C. Steps are ours: more than the real value changes between two messages, ten seconds apart in
 * bursts and a minute when polled.
 */
const TABLE = deepFreeze({
	/** + charging and regeneration, - driving. */
	current: { unit: "A", min: -512, max: 511, maxAge: FLOW },
	voltage: { unit: "V", min: 200, max: 430, maxAge: FLOW },
	/** Of the cells, not the dashboard's figure. */
	soc: { unit: "%", min: 0, max: 105, step: 5, maxAge: STATE },
	dashSoc: { unit: "%", min: 0, max: 100, step: 5, maxAge: STATE },
	soh: { unit: "%", min: 1, max: 110, step: 5, maxAge: RARE },
	/** Index of internal conductance, no state of health. */
	hx: { unit: "%", min: 1, max: 200, step: 10, maxAge: SLOW },
	/** Energy in the pack, 80 Wh each. */
	gids: { unit: "GIDs", min: 0, max: 800, step: 25, maxAge: STATE },
	maxGids: { unit: "GIDs", min: 200, max: 800, step: 25, maxAge: SLOW },
	/** Energy of the full pack, ageing included. */
	fullCapacity: { unit: "kWh", min: 1, max: 80, step: 3, maxAge: SLOW },
	/** Charge of the full pack, ageing included. */
	capacity: { unit: "Ah", min: 10, max: 220, step: 5, maxAge: SLOW },
	/** Mean of the battery's sensors. */
	temperature: { unit: "°C", min: -40, max: 70, step: 8, maxAge: SLOW },
	temperatureMin: { unit: "°C", min: -40, max: 70, step: 8, maxAge: SLOW },
	temperatureMax: { unit: "°C", min: -40, max: 70, step: 8, maxAge: SLOW },
	/** Under full power a worn cell gives way by half a volt. */
	cellMin: { unit: "mV", min: 2500, max: 4300, step: 600, maxAge: STATE },
	cellMax: { unit: "mV", min: 2500, max: 4300, step: 600, maxAge: STATE },
	cellSpread: { unit: "mV", min: 0, max: 1800, step: 300, maxAge: STATE },
	/** Cells that are being balanced, of 96. */
	shunts: { unit: "", min: 0, max: 96, maxAge: STATE },
	/** Raw, of 0x1D4. */
	chargeStatus: { unit: "", min: 0, max: 255, maxAge: FLOW },
	/** From the mains, or as the car says of a quick charge. */
	chargerPower: { unit: "kW", min: 0, max: 110, maxAge: FLOW },
	/** Raw: of 0x5BF or 0x390, whose numbers do not meet. */
	chargerStatus: { unit: "", min: 0, max: 255, maxAge: FLOW },
	/** 0 none, 1 halfway, 2 plugged in. */
	plug: { unit: "", min: 0, max: 2, maxAge: STATE },
	/** 0 none, 1 and 2 AC, 3 quick. */
	chargeMode: { unit: "", min: 0, max: 3, maxAge: STATE },
	/** With the usual charger; told also while nothing charges. 62 kWh from a 100 V socket take two days and a half. */
	minutesToFull: { unit: "min", min: 0, max: 3600, maxAge: STATE },
	/** 1 P, 2 R, 3 N, 4 D, 7 B or eco. */
	gear: { unit: "", min: 1, max: 7, maxAge: STATE },
	/** 1 on, 0 off. */
	ignition: { unit: "", min: 0, max: 1, maxAge: STATE },
	speed: { unit: "km/h", min: 0, max: 200, maxAge: FLOW },
	odometer: { unit: "km", min: 0, max: 1_000_000, step: 50, maxAge: SLOW },
	/** 1 miles, 0 km: which of them the odometer counts on the bus. Any change has to be confirmed. */
	distanceUnit: { unit: "", min: 0, max: 1, step: 0, maxAge: RARE },
	/** Of the 12 V battery. */
	auxVoltage: { unit: "V", min: 5, max: 16.5, step: 3, maxAge: STATE },
	ambient: { unit: "°C", min: -40, max: 80, step: 10, maxAge: SLOW },
	/** As the car says. Switching the heater on takes a fifth of it. */
	carRange: { unit: "km", min: 0, max: 600, step: 80, maxAge: STATE },
	quickCharges: { unit: "", min: 0, max: 65_534, step: 10, maxAge: RARE },
	normalCharges: { unit: "", min: 0, max: 65_534, step: 10, maxAge: RARE },
	/** 1 closed. */
	mainRelay: { unit: "", min: 0, max: 1, maxAge: FLOW },
});

/** The gate of each reading. */
export const GATES: Readonly<Record<ReadingName, Gate>> = TABLE;

/** Every reading, in the order of the table. */
export const READING_NAMES = Object.freeze(Object.keys(TABLE) as ReadingName[]);

/** The number of each reading, by which it is known: its place in that order. */
export const READING = Object.freeze(
	Object.fromEntries(READING_NAMES.map((name, index) => [name, index])) as Record<ReadingName, number>,
);
