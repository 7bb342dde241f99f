import { type DeviceIdentity, discoveryDocument } from "../homeassistant/discovery";
import { ENTITIES, type Entity } from "../homeassistant/entities";
import { dataPayload, statePayload } from "../homeassistant/payloads";
import { availabilityTopic, dataTopic, discoveryTopic, stateTopic } from "../homeassistant/topics";
import type { MetricKey } from "../vehicle/metrics";
import type { Snapshot } from "../vehicle/snapshot";
import type { Message, QoS } from "./mqtt-link";
import type { Outbox } from "./outbox";
import { newPeriod, Pace } from "./pace";

/** In a period of this length, ms, the data object is published once at most. */
const DATA_PERIOD = 5000;

/** The retained message that says whether the device is connected. */
export function availability(device: DeviceIdentity, state: "online" | "offline", qos: QoS): Message {
	return { topic: availabilityTopic(device), payload: state, qos, retain: true };
}

/** Decides which messages a snapshot is worth, and puts them into the outbox. */
export class Publisher {
	readonly #outbox: Outbox;
	readonly #device: DeviceIdentity;
	readonly #qos: QoS;
	readonly #entities: readonly Entity[];
	readonly #pace = new Pace();
	/** When the data object was published last; `undefined` when it may be at once. */
	#dataAt: number | undefined = undefined;
	#dataPending = false;

	/** @param withheld Metrics that the owner does not want to be told: they are no entities either. */
	constructor(outbox: Outbox, device: DeviceIdentity, qos: QoS, withheld: readonly MetricKey[] = []) {
		this.#outbox = outbox;
		this.#device = device;
		this.#qos = qos;
		this.#entities = ENTITIES.filter(({ metric }) => !withheld.includes(metric));
	}

	/**
	 * Announces the device: availability, then every entity, so that no state comes before its document. The
	 * next call of `publish` publishes everything.
	 */
	announce(): void {
		this.#outbox.putSeries(this.#announcements());
		this.#pace.restart();
		this.#dataAt = undefined;
	}

	/** Whether something has been published that the last data object does not tell. */
	get dataPending(): boolean {
		return this.#dataPending;
	}

	/** Lets numbers that move wait longer than they usually do. @param interval At least this long, ms. */
	slowDown(interval: number): void {
		this.#pace.slowDown(interval);
	}

	/**
	 * Publishes what is worth it, and the data object with it or as soon as it may follow the last one. To be called
	 * about once a second.
	 *
	 * @param timestamp UTC time of the newest value, ms since 1970, if the time is known.
	 * @param now Monotonic time, ms.
	 * @returns How many messages went into the outbox.
	 */
	publish(snapshot: Snapshot, timestamp: number | undefined, now: number): number {
		const states = this.#publishStates(snapshot, now);
		this.#dataPending ||= states > 0;
		const early = this.#dataAt !== undefined && !newPeriod(this.#dataAt, now, DATA_PERIOD);
		if (!this.#dataPending || early) return states;
		this.#dataPending = false;
		this.#dataAt = now;
		this.#outbox.put(this.#message(dataTopic(this.#device), dataPayload(snapshot, timestamp)));
		return states + 1;
	}

	#publishStates({ values }: Snapshot, now: number): number {
		let count = 0;
		for (const { metric } of this.#entities) {
			const value = values[metric];
			if (!this.#pace.due(metric, value, now)) continue;
			this.#pace.published(metric, value, now);
			this.#outbox.put(this.#message(stateTopic(this.#device, metric), statePayload(value)));
			count += 1;
		}
		return count;
	}

	/** One by one: all documents together are more than a small device has room for. */
	*#announcements(): Generator<Message, undefined> {
		yield availability(this.#device, "online", this.#qos);
		for (const entity of this.#entities) {
			const topic = discoveryTopic(this.#device, entity);
			yield this.#message(topic, discoveryDocument(entity, this.#device));
		}
	}

	#message(topic: string, payload: string): Message {
		return { topic, payload, qos: this.#qos, retain: true };
	}
}
