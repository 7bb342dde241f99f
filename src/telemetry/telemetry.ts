import type { Cancel, Clock } from "../clock";
import type { Report } from "../event";
import type { DeviceIdentity } from "../homeassistant/discovery";
import { birthTopic } from "../homeassistant/topics";
import type { KeyValueStore } from "../key-value-store";
import { BrokerSession } from "../network/broker-session";
import type { Network } from "../network/network";
import { type MetricKey, PRIMARY_METRICS } from "../vehicle/metrics";
import type { Snapshot } from "../vehicle/snapshot";
import { Journal } from "./journal";
import type { Message, MqttLink, OpenMqttLink, QoS, ReceivedMessage } from "./mqtt-link";
import { Outbox, type OutboxFigures } from "./outbox";
import { availability, Publisher } from "./publisher";

/** Everything is published again this often, ms. */
const REFRESH_PERIOD = 5 * 60_000;
/** When Home Assistant starts it is given this long, ms, at least and at most on top, to be ready for us. */
const BIRTH_DELAY = Object.freeze({ least: 1000, spread: 9000 });
/** A broker that does not take the goodbye within this time, ms, learns from the will that we are gone. */
const GOODBYE_TIMEOUT = 3000;

/** What telemetry needs from outside. */
export interface TelemetryOptions {
	readonly clock: Clock;
	/** Uniform in [0, 1). */
	readonly random: () => number;
	readonly openMqtt: OpenMqttLink;
	/** Left out where the platform has no say in it. */
	readonly network?: Network;
	/** Where the journal outlives a restart; left out, it does not. */
	readonly store?: KeyValueStore;
	readonly report: Report;
	readonly device: DeviceIdentity;
	readonly qos: QoS;
	/** Metrics that the owner does not want to be told. */
	readonly withheld?: readonly MetricKey[];
}

/** Brings snapshots of the car to the broker, in the form and at the pace that suit Home Assistant. */
export class Telemetry {
	readonly #options: TelemetryOptions;
	readonly #outbox: Outbox;
	readonly #publisher: Publisher;
	readonly #broker: BrokerSession;
	#latest: Snapshot | undefined = undefined;
	#sent: Snapshot | undefined = undefined;
	/** Of messages; how many have been reported. */
	#shortages = 0;
	#refresh: Cancel | undefined = undefined;
	#onDelivered: () => void = () => this.#reportDelivered();
	/** Set while the goodbye is under way. */
	#finish: (() => void) | undefined = undefined;

	constructor(options: TelemetryOptions) {
		const { device, qos, network, store, withheld } = options;
		this.#options = options;
		this.#outbox = new Outbox((message) => this.#acknowledged(message), new Journal(store));
		this.#publisher = new Publisher(this.#outbox, device, qos, withheld);
		this.#broker = new BrokerSession({
			open: options.openMqtt,
			will: availability(device, "offline", 1),
			clock: options.clock,
			random: options.random,
			...(network && { network }),
			onState: (state) => options.report({ event: "connection", ...state }),
			onOnline: (link) => this.#online(link),
			onOffline: () => this.#offline(),
			onWritable: () => this.#outbox.pump(),
			onMessage: (message) => this.#received(message),
		});
	}

	/** Starts connecting. */
	start(): void {
		this.#broker.start();
	}

	/** What has not reached the broker yet, and what had to be given up. */
	get figures(): OutboxFigures {
		return this.#outbox.figures;
	}

	/** Lets numbers that move wait longer than they usually do. @param interval At least this long, ms. */
	slowDown(interval: number): void {
		this.#publisher.slowDown(interval);
	}

	/**
	 * Publishes a message that counts by itself: it is kept until the broker has it, also through a restart. It is not
	 * retained, and has QoS 1 at least.
	 */
	record(topic: string, payload: string): void {
		const qos = this.#options.qos === 2 ? 2 : 1;
		this.#outbox.enter({ topic, payload, qos, retain: false });
		this.#outbox.pump();
		this.#reportShortage();
	}

	/** Takes what is known of the car now, about once a second; `now` is monotonic, ms. */
	update(snapshot: Snapshot, now: number): void {
		this.#latest = snapshot;
		if (!this.#outbox.attached) return;
		if (this.#publisher.publish(snapshot, this.#utcOf(snapshot, now), now) === 0) return;
		if (!this.#publisher.dataPending) this.#sent = snapshot;
		this.#outbox.pump();
		this.#reportShortage();
	}

	/** Publishes `offline`, says goodbye to the broker, then calls back. */
	stop(onStopped: () => void): void {
		const { clock, device, qos } = this.#options;
		this.#refresh?.();
		let cancel: Cancel | undefined;
		const finish = () => {
			cancel?.();
			this.#finish = undefined;
			this.#onDelivered = () => {};
			this.#broker.stop();
			onStopped();
		};
		if (!this.#outbox.attached) {
			finish();
			return;
		}
		cancel = clock.after(GOODBYE_TIMEOUT, finish);
		this.#finish = finish;
		this.#onDelivered = finish;
		this.#outbox.put(availability(device, "offline", qos));
		this.#outbox.pump();
	}

	#online(link: MqttLink): void {
		const { clock, device } = this.#options;
		// Before everything else, while the link is sure to take it.
		link.subscribe([{ topic: birthTopic(device), qos: 1 }], () => {});
		this.#outbox.attach(link);
		this.#announce();
		this.#refresh = clock.every(REFRESH_PERIOD, () => this.#announce());
	}

	#offline(): void {
		this.#outbox.detach();
		this.#refresh?.();
		// Nothing is left to say: the broker publishes the will. A new connection would say `online` once more.
		this.#finish?.();
	}

	#announce(): void {
		this.#publisher.announce();
		if (this.#latest !== undefined) this.update(this.#latest, this.#options.clock.monotonic());
		this.#outbox.pump();
	}

	#received(message: ReceivedMessage): void {
		const { clock, device, random } = this.#options;
		// A retained birth message is old news: we have announced ourselves since.
		if (message.retain || message.topic !== birthTopic(device) || message.payload !== "online") return;
		const delay = BIRTH_DELAY.least + Math.floor(random() * BIRTH_DELAY.spread);
		this.#refresh?.();
		const again = clock.after(delay, () => {
			this.#refresh = clock.every(REFRESH_PERIOD, () => this.#announce());
			this.#announce();
		});
		this.#refresh = again;
	}

	#acknowledged({ topic, payload }: Message): void {
		this.#options.report({ event: "published", topic, payload });
		if (this.#outbox.empty) this.#onDelivered();
	}

	#reportDelivered(): void {
		// The set of values is not through before its data object is.
		if (this.#publisher.dataPending) return;
		const values = this.#sent?.values ?? {};
		const missing = PRIMARY_METRICS.filter((key) => values[key] === undefined);
		this.#options.report({ event: "delivered", missing });
	}

	#reportShortage(): void {
		const { dropped, unsaved } = this.#outbox.figures;
		if (dropped + unsaved === this.#shortages) return;
		this.#shortages = dropped + unsaved;
		this.#options.report({ event: "shortage", dropped, unsaved });
	}

	/** UTC time of the newest value, ms since 1970. */
	#utcOf(snapshot: Snapshot, now: number): number | undefined {
		const utc = this.#options.clock.utc();
		if (utc === undefined || snapshot.newest === undefined) return undefined;
		return utc - (now - snapshot.newest);
	}
}
