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

/** One thing that tells the size. What it says now is asked for only when somebody wants to read it. */
interface Sign {
	told(known: PackSigns): boolean;
	because(known: PackSigns): string;
	fits(pack: Pack, known: PackSigns): boolean;
}

const SIGNS: readonly Sign[] = deepFreeze([
	{
		told: ({ forced }) => forced !== undefined,
		because: () => "the settings say so",
		fits: ({ kilowattHours }, { forced }) => kilowattHours === forced,
	},
	{
		told: ({ group01Length }) => group01Length !== undefined,
		because: ({ group01Length, ampereHours }) => {
			const capacity = ampereHours === undefined ? "" : ` and ${ampereHours.toFixed(1)} Ah`;
			return `group 01 has ${group01Length} bytes${capacity}`;
		},
		fits: ({ group01Length: length, maxAmpereHours }, { group01Length, ampereHours = 0 }) =>
			length === group01Length && ampereHours <= maxAmpereHours,
	},
	{
		told: ({ maxGids }) => maxGids !== undefined,
		because: ({ maxGids }) => `${maxGids} GIDs when full`,
		fits: (pack, { maxGids = 0 }) => maxGids <= pack.maxGids,
	},
	{
		told: ({ fullKilowattHours }) => fullKilowattHours !== undefined,
		because: ({ fullKilowattHours = 0 }) => `${fullKilowattHours.toFixed(1)} kWh when full`,
		fits: ({ maxKilowattHours }, { fullKilowattHours = 0 }) => fullKilowattHours <= maxKilowattHours,
	},
	{
		told: ({ isZe0 }) => isZe0,
		because: () => "a ZE0 left the factory with it",
		fits: ({ kilowattHours }) => kilowattHours === 24,
	},
] satisfies Sign[]);

/** Packs as bits, the smallest lowest. */
const ALL = (1 << PACKS.length) - 1;

/**
 * The smallest pack that fits what is known; `undefined` while nothing tells it. A pack may have been swapped, so its
 * own word counts before the car's age: signs are taken by how far they can be trusted, and one that would leave no
 * pack is set aside. A worn pack can look like a smaller one: 0x59E alone cannot tell a 62 kWh pack at 61 % from a new
 * 40 kWh one, maximum GIDs can. Allocates nothing: half of the metrics ask for it each second.
 */
export function packOf(known: PackSigns): Pack | undefined {
	let candidates = 0;
	for (const sign of SIGNS) {
		if (!sign.told(known)) continue;
		candidates = (candidates || ALL) & fitting(sign, known) || candidates;
	}
	return PACKS.find((_, index) => (candidates >> index) & 1);
}

/** How many signs there are. */
export function packReasons(known: PackSigns): number {
	return SIGNS.reduce((count, sign) => (sign.told(known) ? count + 1 : count), 0);
}

/** One entry for each sign there is, also for one that contradicts the verdict. */
export function packEvidence(known: PackSigns): Evidence[] {
	return SIGNS.filter((sign) => sign.told(known)).map((sign) => {
		const packs = PACKS.filter((pack) => sign.fits(pack, known));
		return { says: sizes(packs), because: sign.because(known) };
	});
}

/** The packs that a sign allows. */
function fitting(sign: Sign, known: PackSigns): number {
	let packs = 0;
	for (let index = 0; index < PACKS.length; index++) {
		if (sign.fits(PACKS[index] as Pack, known)) packs |= 1 << index;
	}
	return packs;
}

function sizes(packs: readonly Pack[]): string {
	return packs.length === 0 ? "none" : `${packs.map((pack) => pack.kilowattHours).join(" or ")} kWh`;
}
