import type { Generation } from "../leaf/generation";
import type { Evidence } from "../leaf/identification";
import type { KnownCar } from "./samples";

/** Which Leaf it is, as far as it is known. */
export interface KnownIdentity {
	readonly generation?: Generation;
	/** Nominal size of the pack, kWh. */
	readonly packKwh?: number;
	/** Why, and what contradicts it. */
	readonly evidence: readonly Evidence[];
}

/** What is known of the car now. */
export function known({ generation, pack, evidence }: KnownCar["vehicle"]["identity"]): KnownIdentity {
	return {
		...(generation !== undefined && { generation }),
		...(pack !== undefined && { packKwh: pack.kilowattHours }),
		evidence,
	};
}

/** Notices when more, or something else, is known of which car it is. */
export class IdentityWatch {
	#generation: Generation | undefined = undefined;
	#packKwh: number | undefined = undefined;
	#reasons = 0;

	/** @returns What is known, when that is news. */
	look(identity: KnownCar["vehicle"]["identity"]): KnownIdentity | undefined {
		const { generation, reasons } = identity;
		const packKwh = identity.pack?.kilowattHours;
		const isSame = generation === this.#generation && packKwh === this.#packKwh;
		// A reason may be worded with the figure of the moment: its coming is news, its change is not.
		if (isSame && reasons === this.#reasons) return undefined;
		this.#generation = generation;
		this.#packKwh = packKwh;
		this.#reasons = reasons;
		return known(identity);
	}
}
