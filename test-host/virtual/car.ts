import type { CanFrame } from "../../src/can/frame";
import type { Cancel, Clock } from "../../src/clock";
import { Broadcaster } from "./broadcaster";
import type { Bus, Participant } from "./bus";
import type { CarFile } from "./car-file";
import { formatFrame, frameOf, parseCanId, parseFrame } from "./frame-text";
import { LEAF_PACE, type Pace, Responder } from "./responder";
import { scaledClock } from "./scaled-clock";

/** What a virtual car is made of. */
export interface CarOptions {
	/** A valid car file. */
	readonly car: CarFile;
	readonly bus: Bus;
	readonly clock: Clock;
	/**
	 * How many times as fast as the clock the car's day runs, 1 when left out. Replies keep the time of the clock:
	 * they are a conversation with the device.
	 */
	readonly speed?: number;
	/** How quick its control units are; as in a Leaf when left out. */
	readonly pace?: Pace;
}

type Change = Pick<CarFile, "broadcast" | "replies">;

const SINGLE_FRAME = 0;
const FLOW_CONTROL = 3;

/**
 * A car on the bus as its car file describes it. Broadcasts begin at once, timeline entries come at their time and
 * replace what they name; a broadcast without data or a reply without frames ends what it names.
 *
 * The car is asleep, acknowledges nothing and answers nothing, when it has nothing to send or has ended all its
 * broadcasts. A car file without broadcasts (behind a gateway) is awake as long as it answers anything.
 */
export class VirtualCar implements Participant {
	readonly #broadcaster: Broadcaster;
	readonly #replies = new Map<string, readonly CanFrame[]>();
	/** By the identifier on which the control unit is asked. */
	readonly #responders = new Map<number, Responder>();
	readonly #timers: Cancel[];
	readonly #newResponder: () => Responder;
	#broadcasts = false;

	/** Begins to send. */
	constructor({ car, bus, clock, speed = 1, pace = LEAF_PACE }: CarOptions) {
		const day = scaledClock(clock, speed);
		this.#broadcaster = new Broadcaster(bus, day);
		this.#newResponder = () => new Responder(bus, clock, pace);
		this.#apply(car);
		this.#timers = (car.timeline ?? []).map((entry) => day.after(entry.atMs, () => this.#apply(entry)));
	}

	/** Whether anybody on the bus acknowledges and answers. */
	get awake(): boolean {
		return this.#broadcasts ? this.#broadcaster.active : this.#replies.size > 0;
	}

	receive(frame: CanFrame): boolean {
		if (!this.awake) return false;
		if (frame.dlc > 0 && (frame.data[0] as number) >> 4 === FLOW_CONTROL) {
			this.#responders.get(frame.id)?.flowControl(frame);
		} else {
			const frames = this.#replies.get(requestKey(frame) ?? "");
			if (frames !== undefined) this.#responder(frame.id).reply(frames);
		}
		return true;
	}

	stop(): void {
		for (const cancel of this.#timers) cancel();
		for (const responder of this.#responders.values()) responder.stop();
		this.#replies.clear();
		this.#broadcaster.stop();
	}

	#apply({ broadcast = [], replies = [] }: Change): void {
		for (const { id, data, periodMs } of broadcast) {
			this.#broadcasts = true;
			const number = parseCanId(id);
			const frames = (typeof data === "string" ? [data] : data).map((hex) => frameOf(number, hex));
			this.#broadcaster.set(number, frames, periodMs);
		}
		for (const { request, frames } of replies) {
			const key = requestKey(parseFrame(request));
			if (key === undefined) throw new RangeError(`"${request}" is not a request in a single frame`);
			if (frames.length > 0) this.#replies.set(key, frames.map(parseFrame));
			else this.#replies.delete(key);
		}
	}

	#responder(id: number): Responder {
		const responder = this.#responders.get(id) ?? this.#newResponder();
		this.#responders.set(id, responder);
		return responder;
	}
}

/** The meaningful bytes of a request: padding differs between testers. `undefined` when it is none. */
function requestKey({ id, dlc, data }: CanFrame): string | undefined {
	const [type, length] = [(data[0] as number) >> 4, (data[0] as number) & 0x0f];
	if (type !== SINGLE_FRAME || length < 1 || length >= dlc) return undefined;
	return formatFrame({ id, dlc: 1 + length, data });
}
