import { energy } from "./battery";
import { Charging } from "./charging";
import { Consumption } from "./consumption";
import { READING } from "./gates";
import { IdentityWatch, type KnownIdentity } from "./identity-watch";
import type { MetricKey } from "./metrics";
import { type KnownCar, lastHeard } from "./samples";
import { Session } from "./session";
import { type Snapshot, takeSnapshot } from "./snapshot";

/** What the owner has chosen. */
export interface WatchOptions {
	/** Whether the battery is asked for what it does not broadcast; it is when left out. */
	readonly asked?: boolean;
	/** Metrics that are not to be told. */
	readonly withheld?: readonly MetricKey[];
	/** What the car is taken to need until it has been driven, kWh/100 km; left out: what is usual. */
	readonly consumption?: number | undefined;
}

/** Looks at the car once a second and keeps what only time tells: sessions, charges, consumption. */
export class CarWatch implements KnownCar {
	readonly vehicle: KnownCar["vehicle"];
	readonly charging = new Charging();
	readonly consumption: Consumption;
	readonly #identity = new IdentityWatch();
	readonly #session: Session;
	readonly asked: boolean;
	readonly #withheld: readonly MetricKey[];

	/** @param random Uniform in [0, 1). */
	constructor(
		vehicle: KnownCar["vehicle"],
		random: () => number,
		{ asked = true, withheld = [], consumption }: WatchOptions = {},
	) {
		this.vehicle = vehicle;
		this.asked = asked;
		this.consumption = new Consumption(consumption && 100 / consumption);
		this.#session = new Session(random);
		this.#withheld = withheld;
	}

	/** Takes what is known at monotonic time `now`, ms; to be called about once a second. */
	look(now: number): Snapshot {
		const { readings } = this.vehicle;
		this.charging.look(readings, now);
		const trip = {
			odometer: lastHeard(readings, READING.odometer),
			speed: lastHeard(readings, READING.speed),
			energy: energy(this),
			charging: this.charging.value,
		};
		this.consumption.look(trip, now);
		return takeSnapshot(this, this.#session, now, this.#withheld);
	}

	/** Which car it is, when that is news. */
	identityNews(): KnownIdentity | undefined {
		return this.#identity.look(this.vehicle.identity);
	}
}
