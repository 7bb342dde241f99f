import { deepFreeze } from "../deep-freeze";
import type { Evidence } from "../leaf/identification";

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
	/** The largest maximum of GIDs that a pack of this size is taken to tell. */
	readonly maxGids: number;
	/** The most energy that a pack of this size is taken to tell in 0x59E, kWh. */
	readonly maxKilowattHours: number;
}

/**
 * Packs by size, smallest first. Lengths: Leaf protocol facts 4.2; new Ah, maximum GIDs and kWh: section 6, with
 * some room above. The 40 and 62 kWh packs answer with the same length; between a new 40 kWh pack (115 Ah) and a
 * worn 62 kWh one lies 125 Ah, which is 71 % of 176 Ah.
 */
export const PACKS: readonly Pack[] = deepFreeze([
	{
		kilowattHours: 24,
		newAmpereHours: 66.25,
		nominalVolts: 360,
		group01Length: 41,
		maxAmpereHours: 75,
		maxGids: 300,
		maxKilowattHours: 25,
	},
	{
		kilowattHours: 30,
		newAmpereHours: 79.5,
		nominalVolts: 360,
		group01Length: 43,
		maxAmpereHours: 90,
		maxGids: 400,
		maxKilowattHours: 31,
	},
	{
		kilowattHours: 40,
		newAmpereHours: 115.4,
		nominalVolts: 350,
		group01Length: 53,
		maxAmpereHours: 125,
		maxGids: 550,
		maxKilowattHours: 42,
	},
	{
		kilowattHours: 62,
		newAmpereHours: 176.4,
		nominalVolts: 352,
		group01Length: 53,
		maxAmpereHours: 220,
		maxGids: 800,
		maxKilowattHours: 66,
	},
]);

/** What the battery, and the car around it, let know about the pack's size; `undefined` what they have not. */
export interface PackSigns {
	/** Size that the owner has set, kWh. */
	readonly forced: number | undefined;
	/** Bytes of the group 01 reply, `61 01` included. */
	readonly group01Length: number | undefined;
	/** From that reply, Ah. */
	readonly ampereHours: number | undefined;
	readonly maxGids: number | undefined;
	/** Of 0x59E: energy of the full pack, ageing included, kWh. */
	readonly fullKilowattHours: number | undefined;
	readonly isZe0: boolean;
}

/** The pack and why; `undefined` while nothing tells it. */
export interface PackVerdict {
	readonly pack: Pack | undefined;
	/** One entry for each sign there is, also for one that contradicts the verdict. */
	readonly evidence: readonly Evidence[];
}

interface Sign {
	readonly because: string;
	readonly fits: (pack: Pack) => boolean;
}

/**
 * The smallest pack that fits what is known. A pack may have been swapped, so its own word counts before the car's
 * age: signs are taken by how far they can be trusted, and one that would leave no pack is set aside. A worn pack can
 * look like a smaller one: 0x59E alone cannot tell a 62 kWh pack at 61 % from a new 40 kWh one, maximum GIDs can.
 */
export function packOf(signs: PackSigns): PackVerdict {
	const evidence: Evidence[] = [];
	let candidates = PACKS;
	for (const { because, fits } of signsOf(signs)) {
		const fitting = PACKS.filter(fits);
		evidence.push({ says: sizes(fitting), because });
		const left = candidates.filter((pack) => fitting.includes(pack));
		if (left.length > 0) candidates = left;
	}
	const pack = candidates === PACKS ? undefined : candidates[0];
	return { pack, evidence };
}

function signsOf(known: PackSigns): Sign[] {
	const { forced, group01Length, ampereHours, maxGids, fullKilowattHours, isZe0 } = known;
	const signs: Sign[] = [];
	const add = (because: string, fits: Sign["fits"]) => signs.push({ because, fits });
	if (forced !== undefined) add("the settings say so", (pack) => pack.kilowattHours === forced);
	if (group01Length !== undefined) {
		const ah = ampereHours ?? 0;
		const capacity = ampereHours === undefined ? "" : ` and ${ah.toFixed(1)} Ah`;
		add(
			`group 01 has ${group01Length} bytes${capacity}`,
			(pack) => pack.group01Length === group01Length && ah <= pack.maxAmpereHours,
		);
	}
	if (maxGids !== undefined) add(`${maxGids} GIDs when full`, (pack) => maxGids <= pack.maxGids);
	if (fullKilowattHours !== undefined) {
		add(
			`${fullKilowattHours.toFixed(1)} kWh when full`,
			(pack) => fullKilowattHours <= pack.maxKilowattHours,
		);
	}
	if (isZe0) add("a ZE0 left the factory with it", (pack) => pack.kilowattHours === 24);
	return signs;
}

function sizes(packs: readonly Pack[]): string {
	return packs.length === 0 ? "none" : `${packs.map((pack) => pack.kilowattHours).join(" or ")} kWh`;
}
