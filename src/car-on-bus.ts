import type { Acceptance, CanBus } from "./can/can-bus";
import type { CanFrame } from "./can/frame";
import type { ValuesEvent } from "./event";
import type { CarBus } from "./leaf/car-bus";
import { PLAN } from "./leaf/polling/plan";
import { Poller } from "./leaf/polling/poller";
import type { Settings } from "./settings/settings";
import { acceptanceOf } from "./vehicle/acceptance";
import { CarWatch } from "./vehicle/car-watch";
import { doubtsOf } from "./vehicle/doubts";
import { REPLIES } from "./vehicle/followed-replies";
import { type KnownIdentity, known } from "./vehicle/identity-watch";
import type { MetricKey } from "./vehicle/metrics";
import type { Snapshot } from "./vehicle/snapshot";
import { Vehicle } from "./vehicle/vehicle";

/** Identifiers from here on are those of diagnostics. */
const DIAGNOSTICS = 0x700;

/** What is never told of the car, as its owner does not want that. */
export function withheldOf({ vin }: Settings["car"]): readonly MetricKey[] {
	return vin ? [] : ["vin"];
}

/** The car as known over one bus, and what it is asked there. Times are monotonic ms. */
export class CarOnBus {
	/** What is wanted of the bus. */
	readonly acceptance: Acceptance;
	readonly #vehicle: Vehicle;
	readonly #watch: CarWatch;
	readonly #poller: Poller;
	readonly #isAsked: boolean;

	/** @param random Uniform in [0, 1). */
	constructor(bus: CarBus, settings: Settings["car"], random: () => number) {
		const { diagnostics: asked, generation, pack, capacity, consumption, vin } = settings;
		const vehicle = new Vehicle({ bus, generation, packKwh: pack, newAmpereHours: capacity });
		this.#vehicle = vehicle;
		this.#watch = new CarWatch(vehicle, random, { asked, withheld: withheldOf(settings), consumption });
		this.#poller = new Poller({
			bus,
			plan: PLAN,
			vin,
			overheard: REPLIES,
			onReply: (reply, payload, now, values) => vehicle.receiveReply(reply, payload, now, values),
		});
		this.#isAsked = asked;
		this.acceptance = acceptanceOf(bus, this.#poller.ids);
	}

	receive(frame: CanFrame, now: number): void {
		if (frame.id >= DIAGNOSTICS) this.#poller.receive(frame, now);
		else this.#vehicle.receive(frame, now);
	}

	/** Something was heard since the last tick. */
	busAlive(now: number): void {
		this.#poller.busAlive(now);
	}

	/** The controller has left the bus. */
	busOff(now: number): void {
		this.#poller.busOff(now);
	}

	/** Asks what is due, unless its owner does not want that. */
	tick(can: CanBus, now: number): void {
		if (this.#isAsked) this.#poller.tick(can, now);
	}

	/** Takes what only time tells; to be called about once a second. */
	look(now: number): Snapshot {
		const snapshot = this.#watch.look(now);
		this.#poller.setGeneration(this.#vehicle.identity.generation);
		this.#poller.setCharging(this.#watch.charging.value === true);
		return snapshot;
	}

	/** Which car it is; made anew each time, as there is much to tell. `undefined` while nothing is known. */
	get identity(): KnownIdentity | undefined {
		const { identity } = this.#vehicle;
		return identity.reasons === 0 ? undefined : known(identity);
	}

	/** Which car it is, when that is news. */
	identityNews(): KnownIdentity | undefined {
		return this.#watch.identityNews();
	}

	/** What there is to say beside the values. */
	health(now: number): Pick<ValuesEvent, "rejected" | "doubts" | "poll"> {
		const { rejected, readings } = this.#vehicle;
		const doubts = doubtsOf(readings, now);
		const poll = this.#isAsked ? this.#poller.next(now) : undefined;
		return { rejected, ...(doubts && { doubts }), ...(poll && { poll }) };
	}
}
