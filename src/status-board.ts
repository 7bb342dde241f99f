import type { CanFault } from "./can/can-bus";
import type { Clock } from "./clock";
import { deepFreeze } from "./deep-freeze";
import type { AppEvent, ValuesEvent } from "./event";
import type { CarBus } from "./leaf/car-bus";
import type { Heard } from "./portal/portal-device";

type Values = Pick<ValuesEvent, "values" | "ages" | "frames" | "poll" | "doubts" | "rejected">;

/** Before anything was heard. */
const SILENCE: Values = deepFreeze({
	values: {},
	ages: {},
	frames: 0,
	rejected: { crc: 0, dlc: 0, implausible: 0, jump: 0 },
});

/** What the application has reported last, kept for whoever looks. */
export class StatusBoard {
	readonly #clock: Pick<Clock, "monotonic">;
	#connection: Heard["connection"] = { state: "unconfigured" };
	#values = SILENCE;
	/** Monotonic time of `#values`, ms. */
	#at = 0;
	#fault: { readonly reason: CanFault; readonly at: number } | undefined = undefined;
	#bus: CarBus | undefined = undefined;
	#host: string | undefined = undefined;
	#shortage: { readonly dropped: number; readonly unsaved: number } | undefined = undefined;

	constructor(clock: Pick<Clock, "monotonic">) {
		this.#clock = clock;
	}

	/** Takes what is worth keeping. */
	take(event: AppEvent): void {
		switch (event.event) {
			case "values":
				this.#values = event;
				this.#at = this.#clock.monotonic();
				break;
			case "fault":
				if (event.where === "can") this.#fault = { reason: event.reason, at: this.#clock.monotonic() };
				break;
			case "bus":
				this.#bus = event.bus;
				break;
			case "name":
				this.#host = event.name;
				break;
			case "connection":
				this.#connection = withoutName(event);
				break;
			case "shortage":
				this.#shortage = withoutName(event);
				break;
		}
	}

	/** Everything, with ages as of now. */
	get heard(): Heard {
		const now = this.#clock.monotonic();
		const { values, ages, frames, poll, doubts } = this.#values;
		const passed = now - this.#at;
		return {
			connection: this.#connection,
			...{ values, frames },
			ages: Object.fromEntries(Object.entries(ages).map(([key, age]) => [key, age + passed])),
			...(this.#fault && { fault: { reason: this.#fault.reason, age: now - this.#fault.at } }),
			...(this.#bus && { bus: this.#bus }),
			...(this.#host && { host: this.#host }),
			...(poll && { poll }),
			...(doubts && { doubts }),
		};
	}

	/** Whether the car drives, or may do so at any moment; not in P. `undefined` when nothing is known of that. */
	get isDriving(): boolean | undefined {
		const { speed, ready, gear } = this.#values.values;
		if (Number(speed ?? 0) > 0) return true;
		if (gear !== undefined) return gear !== "P";
		return ready === undefined && speed === undefined ? undefined : ready === true;
	}

	/** What was counted since boot that tells of the health of bus and connection. */
	get counters(): Readonly<Record<string, number>> {
		return { frames: this.#values.frames, ...this.#values.rejected, ...this.#shortage };
	}
}

function withoutName<Event extends AppEvent>({ event: _, ...rest }: Event): Omit<Event, "event"> {
	return rest;
}
