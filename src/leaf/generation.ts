/** Leaf generations: ZE0 2011-12, AZE0 2013-17 (and e-NV200), ZE1 2018 on. They differ in what some bytes mean. */
export type Generation = "ZE0" | "AZE0" | "ZE1";

/**
 * Which table of byte positions applies: that of a generation's EV-CAN, or of the CAR-CAN of 2011-17, where the
 * same generations send other messages.
 */
export type Layout = Generation | "CAR";

/** Every generation, oldest first: for messages that all of them send on EV-CAN. */
export const GENERATIONS: readonly Generation[] = Object.freeze(["ZE0", "AZE0", "ZE1"]);
