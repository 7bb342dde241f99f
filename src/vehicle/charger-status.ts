/** How the car takes energy from outside. */
export type ChargeKind = "ac" | "quick";

/** What a status of the on-board charger says about plug and charge; what it does not say is left out. */
export interface ChargerState {
	readonly plugged?: boolean;
	readonly kind?: ChargeKind;
	/** It waits, so what charges is not the on-board charger. */
	readonly idle?: true;
}

const WAITING: ChargerState = Object.freeze({ plugged: false, idle: true });
const PLUGGED: ChargerState = Object.freeze({ plugged: true });
const AC: ChargerState = Object.freeze({ plugged: true, kind: "ac" });
const QUICK: ChargerState = Object.freeze({ plugged: true, kind: "quick" });

/**
 * States by the raw status of 0x5BF (ZE0) and of 0x390 (AZE0, ZE1), whose numbers do not meet (Leaf protocol
 * facts, 2.8). Of 0x390, 1 means idle or quick charging, and 4 charging or interrupted.
 */
const STATES: Readonly<Partial<Record<number, ChargerState>>> = Object.freeze({
	0: WAITING,
	1: Object.freeze({ idle: true }),
	2: PLUGGED,
	4: PLUGGED,
	8: WAITING,
	9: WAITING,
	12: PLUGGED,
	24: PLUGGED,
	40: WAITING,
	56: WAITING,
	64: PLUGGED,
	96: AC,
	144: QUICK,
	152: QUICK,
	176: QUICK,
});

const UNKNOWN: ChargerState = Object.freeze({});

/** What a raw charger status says. */
export function chargerState(raw: number | undefined): ChargerState {
	return (raw === undefined ? undefined : STATES[raw]) ?? UNKNOWN;
}
