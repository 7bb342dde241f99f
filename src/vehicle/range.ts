/** What a kilowatt hour is taken to be good for until the car has been driven, km, with nothing kept in reserve. */
export const INITIAL_KM_PER_KWH = 6 / 0.85;

/** The part of the energy that is not counted on: the last of it is driven with less power, and nobody likes to. */
const RESERVE = 0.15;

/**
 * How far the car is estimated to get, km: energy left times own consumption, less a reserve (Leaf protocol facts,
 * section 6). The initial consumption is 7.1 km/kWh, as OVMS measured it on a 24 kWh Leaf.
 *
 * @param energy kWh left.
 * @param kmPerKwh Own consumption, see `Consumption`.
 */
export function estimatedRange(energy: number, kmPerKwh: number): number {
	return energy * kmPerKwh * (1 - RESERVE);
}
