/**
 * The buses that a device can be wired to: EV-CAN, CAR-CAN of 2011-17, or the plug of 2018+ cars, behind whose
 * gateway nothing is broadcast (Leaf protocol facts, 1.1).
 */
export type CarBus = (typeof CAR_BUSES)[number];

/** Every bus. */
export const CAR_BUSES = Object.freeze(["ev-can", "car-can", "obd-gateway"] as const);
