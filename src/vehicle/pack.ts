/** What is known of a battery pack by its size. */
export interface Pack {
	/** Nominal energy when new, kWh. */
	readonly kilowattHours: number;
	/** Charge capacity when new, Ah. */
	readonly newAmpereHours: number;
	/** Mean voltage over a discharge, V. */
	readonly nominalVolts: number;
	/** Payload length of the group 01 reply, bytes after ISO-TP, including `61 01`. */
	readonly group01Length: number;
	/** The largest capacity a pack of this size is taken to have, Ah. */
	readonly maxAmpereHours: number;
}

/**
 * Packs by size, smallest first. Lengths: Leaf protocol facts 4.2; new Ah: section 6. The 40 and 62 kWh packs
 * answer with the same length; between a new 40 kWh pack (115 Ah) and a worn 62 kWh one lies 125 Ah, which is
 * 71 % of 176 Ah.
 */
export const PACKS: readonly Pack[] = Object.freeze([
	{ kilowattHours: 24, newAmpereHours: 66.25, nominalVolts: 360, group01Length: 41, maxAmpereHours: 75 },
	{ kilowattHours: 30, newAmpereHours: 79.5, nominalVolts: 360, group01Length: 43, maxAmpereHours: 90 },
	{ kilowattHours: 40, newAmpereHours: 115.4, nominalVolts: 350, group01Length: 53, maxAmpereHours: 125 },
	{ kilowattHours: 62, newAmpereHours: 176.4, nominalVolts: 352, group01Length: 53, maxAmpereHours: 220 },
]);

/**
 * The pack behind a group 01 reply, from what the battery itself says: a pack may have been swapped, so the
 * car's year tells nothing.
 *
 * @param length Payload length in bytes, including `61 01`.
 * @param ampereHours Capacity from the same reply, Ah.
 * @returns `undefined` when no known pack answers like that.
 */
export function packOf(length: number, ampereHours: number): Pack | undefined {
	return PACKS.find((pack) => pack.group01Length === length && ampereHours <= pack.maxAmpereHours);
}
