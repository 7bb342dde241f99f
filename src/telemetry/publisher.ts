import { type DeviceIdentity, discoveryDocument } from "../homeassistant/discovery";
import { ENTITIES, type Entity } from "../homeassistant/entities";
import { dataPayload, statePayload } from "../homeassistant/payloads";
import { availabilityTopic, dataTopic, discoveryTopic, stateTopic } from "../homeassistant/topics";
import type { MetricKey } from "../vehicle/metrics";
import type { Snapshot } from "../vehicle/snapshot";
import type { Message, QoS } from "./mqtt-link";
import type { Outbox } from "./outbox";

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
	readonly #published = new Map<MetricKey, string>();

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
		this.#published.clear();
	}

	/**
	 * Publishes what has changed since the last call, and the data object with it.
	 *
	 * @param timestamp UTC time of the newest value, ms since 1970, if the time is known.
	 * @returns How many messages went into the outbox.
	 */
	publish(snapshot: Snapshot, timestamp: number | undefined): number {
		let count = 0;
		for (const { metric } of this.#entities) {
			const payload = statePayload(snapshot.values[metric]);
			const known = snapshot.values[metric] !== undefined || this.#published.has(metric);
			if (!known || this.#published.get(metric) === payload) continue;
			this.#published.set(metric, payload);
			this.#outbox.put(this.#message(stateTopic(this.#device, metric), payload));
			count += 1;
		}
		if (count === 0) return 0;
		this.#outbox.put(this.#message(dataTopic(this.#device), dataPayload(snapshot, timestamp)));
		return count + 1;
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
