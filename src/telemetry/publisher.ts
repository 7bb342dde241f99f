import type { Announcer } from "../homeassistant/announcer";
import type { DeviceIdentity } from "../homeassistant/discovery";
import { ENTITIES } from "../homeassistant/entities";
import { dataPayload, lastUpdatePayload, statePayload } from "../homeassistant/payloads";
import type { Retained } from "../homeassistant/retained";
import { availabilityTopic, dataTopic, stateTopic } from "../homeassistant/topics";
import type { MetricKey } from "../vehicle/metrics";
import type { Snapshot } from "../vehicle/snapshot";
import type { Message, QoS } from "./mqtt-link";
import type { Outbox } from "./outbox";
import { newPeriod, Pace } from "./pace";

/** So many messages may wait before no more states are made: all at once are more than a small device has room for. */
const MOST_WAITING = 8;
/** In a period of this length, ms, the data object is published once at most. */
const DATA_PERIOD = 5000;

/** The retained message that says whether the device is connected. */
export function availability(device: DeviceIdentity, state: "online" | "offline", qos: QoS): Message {
	return { topic: availabilityTopic(device), payload: state, qos, retain: true };
}

/** Decides which messages a snapshot is worth, and puts them into the outbox. */
export class Publisher {
	readonly #outbox: Outbox;
	readonly #announcer: Announcer;
	readonly #device: DeviceIdentity;
	readonly #qos: QoS;
	readonly #withheld: readonly MetricKey[];
	readonly #pace = new Pace();
	/** When the data object was published last; `undefined` when it may be at once. */
	#dataAt: number | undefined = undefined;
	#dataPending = false;
	#hasMore = false;
	/** States of entities that are no metrics, as last told. */
	readonly #told = new Map<string, string>();

	/** @param withheld Metrics that the owner does not want to be told: they are no entities either. */
	constructor(
		outbox: Outbox,
		announcer: Announcer,
		device: DeviceIdentity,
		qos: QoS,
		withheld: readonly MetricKey[] = [],
	) {
		this.#outbox = outbox;
		this.#announcer = announcer;
		this.#device = device;
		this.#qos = qos;
		this.#withheld = withheld;
	}

	/** Announces the device: availability, then every entity, so that no state comes before its document. */
	announce(): void {
		this.#outbox.putSeries(this.announcements(this.#announcer.messages()));
		this.restart();
	}

	/** Says that the device is there; the next call of `publish` publishes everything. */
	refresh(): void {
		this.#outbox.put(availability(this.#device, "online", this.#qos));
		this.restart();
	}

	/** Whether something has been published that the last data object does not tell. */
	get dataPending(): boolean {
		return this.#dataPending;
	}

	/** Whether there are states left of the last snapshot, to be published when the outbox is empty. */
	get hasMore(): boolean {
		return this.#hasMore;
	}

	/** Lets numbers that move wait longer than they usually do. @param interval At least this long, ms. */
	slowDown(interval: number): void {
		this.#pace.slowDown(interval);
	}

	/** Takes everything from the broker that this device has ever published. What waits is of no use any more. */
	remove(): void {
		this.#outbox.clear();
		this.#outbox.putSeries(this.messages(this.#announcer.removal()));
	}

	/** Publishes the state of an entity that is no metric, if it is news. @returns Whether it was. */
	tell(key: string, payload: string): boolean {
		if (this.#told.get(key) === payload) return false;
		this.#told.set(key, payload);
		this.#outbox.put(this.message(stateTopic(this.#device, key), payload));
		return true;
	}

	/**
	 * Publishes what is worth it, a few at a time, and then the data object or as soon as it may follow the last one.
	 * To be called about once a second, and when the outbox is empty while `hasMore`.
	 *
	 * @param timestamp UTC time of the newest value, ms since 1970, if the time is known.
	 * @param now Monotonic time, ms.
	 * @returns Whether anything went into the outbox.
	 */
	publish(snapshot: Snapshot, timestamp: number | undefined, now: number): boolean {
		const states = this.publishStates(snapshot, now);
		this.#dataPending ||= states > 0;
		const early = this.#dataAt !== undefined && !newPeriod(this.#dataAt, now, DATA_PERIOD);
		if (!this.#dataPending || early || this.#hasMore) return states > 0;
		this.#dataPending = false;
		this.#dataAt = now;
		if (timestamp !== undefined) this.tell("last_update", lastUpdatePayload(timestamp));
		this.#outbox.put(this.message(dataTopic(this.#device), dataPayload(snapshot, timestamp)));
		return true;
	}

	private restart(): void {
		this.#pace.restart();
		this.#told.clear();
		this.#dataAt = undefined;
	}

	private publishStates({ values }: Snapshot, now: number): number {
		let count = 0;
		this.#hasMore = false;
		for (const { key: metric } of ENTITIES) {
			const value = values[metric];
			if (this.#withheld.includes(metric) || !this.#pace.due(metric, value, now)) continue;
			this.#hasMore = this.#outbox.figures.waiting >= MOST_WAITING;
			if (this.#hasMore) break;
			this.#pace.published(metric, value, now);
			this.#outbox.put(this.message(stateTopic(this.#device, metric), statePayload(value)));
			count += 1;
		}
		return count;
	}

	private *announcements(messages: Iterable<Retained>): Generator<Message, undefined> {
		yield availability(this.#device, "online", this.#qos);
		yield* this.messages(messages);
	}

	/** One by one: all together are more than a small device has room for. */
	private *messages(messages: Iterable<Retained>): Generator<Message, undefined> {
		for (const { topic, payload } of messages) yield this.message(topic, payload);
	}

	private message(topic: string, payload: string): Message {
		return { topic, payload, qos: this.#qos, retain: true };
	}
}
