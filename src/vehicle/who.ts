import type { KnownCar, Sample } from "./samples";

/** Home Assistant drops a state that is longer than this, characters (Home Assistant facts, 57). */
const LONGEST_TEXT = 255;

/** A fact about the car that has no time. */
function fact(value: number | string | undefined): Sample | undefined {
	return value === undefined ? undefined : { value, at: undefined };
}

/** Which generation of the Leaf it is. */
export function generation({ vehicle }: KnownCar): Sample | undefined {
	return fact(vehicle.identity.generation);
}

/** Nominal energy of the pack when new, kWh. */
export function pack({ vehicle }: KnownCar): Sample | undefined {
	return fact(vehicle.identity.pack?.kilowattHours);
}

/** The battery's trouble codes, as many as fit: from three dozen on nobody counts. `none` when there are none. */
export function troubleCodes({ vehicle }: KnownCar): Sample | undefined {
	const { troubleCodes: codes } = vehicle;
	if (codes === undefined || codes.length <= LONGEST_TEXT) return fact(codes);
	return fact(codes.slice(0, codes.lastIndexOf(" ", LONGEST_TEXT)));
}

/** The vehicle identification number, of a car whose owner wants it told. */
export function vin({ vehicle }: KnownCar): Sample | undefined {
	return fact(vehicle.vin);
}
