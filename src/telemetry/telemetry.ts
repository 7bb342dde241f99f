import type { Cancel, Clock } from "../clock";
import type { Report } from "../event";
import { Announcer } from "../homeassistant/announcer";
import type { Command } from "../homeassistant/commands";
import type { DeviceIdentity } from "../homeassistant/discovery";
import { birthTopic, commandFilter } from "../homeassistant/topics";
import type { KeyValueStore } from "../key-value-store";
import { BrokerSession, type BrokerState } from "../network/broker-session";
import type { Network } from "../network/network";
import type { TrustedTime } from "../network/time-source";
import type { Settings } from "../settings/settings";
import { type MetricKey, PRIMARY_METRICS } from "../vehicle/metrics";
import type { Snapshot } from "../vehicle/snapshot";
import { Interval } from "./interval";
import { Journal } from "./journal";
import type { Message, MqttLink, OpenMqttLink, QoS, ReceivedMessage } from "./mqtt-link";
import { Orders } from "./orders";
import { Outbox, type OutboxFigures } from "./outbox";
import { availability, Publisher } from "./publisher";

/** Everything is published again this often, s, where the owner says nothing else. */
const REFRESH_PERIOD = 5 * 60;
/** When Home Assistant starts it is given this long, ms, at least and at most on top, to be ready for us. */
const BIRTH_DELAY = Object.freeze({ least: 1000, spread: 9000 });
/** Home Assistant is given this long, ms, to let go of entities that are announced elsewhere from now on. */
const FAREWELL_PAUSE = 10_000;
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
	/** Left out without TLS. */
	readonly time?: TrustedTime;
	readonly report: Report;
	readonly device: DeviceIdentity;
	readonly qos: QoS;
	/** Metrics that the owner does not want to be told. */
	readonly withheld?: readonly MetricKey[];
	/** Left out: one document for each entity, and no values while the device is away. */
	readonly homeAssistant?: Settings["homeassistant"];
	/** Left out: everything again every five minutes, and changes at the interval of the house. */
	readonly publishing?: Settings["publishing"];
	/** Where it outlives a restart what has been announced, and what the owner has set; left out, it does not. */
	readonly store?: KeyValueStore;
	/** Does what telemetry has been told and cannot do itself. */
	readonly onCommand?: (name: "restart" | "identify") => void;
}

/** Brings snapshots of the car to the broker, in the form and at the pace that suit Home Assistant. */
export class Telemetry {
	readonly #options: TelemetryOptions;
	readonly #outbox: Outbox;
	readonly #announcer: Announcer;
	readonly #publisher: Publisher;
	readonly #interval: Interval;
	readonly #orders: Orders;
	readonly #broker: BrokerSession;
	#latest: Snapshot | undefined = undefined;
	/** Whether the values wait until the documents have gone. */
	#isOwed = false;
	/** Primary metrics that were unknown in what was sent last. */
	#missing: readonly MetricKey[] = PRIMARY_METRICS;
	/** Of messages; how many have been reported. */
	#shortages = 0;
	#cancelNext: Cancel | undefined = undefined;
	#onDelivered: () => void = () => this.reportDelivered();
	/** Set while the goodbye is under way. */
	#finish: (() => void) | undefined = undefined;
	#removing = false;
	/** Of the broker's chain, ms since 1970 UTC; `undefined` without TLS. */
	#certificateExpires: number | undefined = undefined;

	constructor(options: TelemetryOptions) {
		const { device, qos, network, time, withheld, store, homeAssistant } = options;
		const { discovery = "components", keepValues = false } = homeAssistant ?? {};
		this.#options = options;
		this.#interval = new Interval(store, options.publishing?.interval);
		this.#orders = new Orders(device, options.clock, options.report);
		this.#announcer = new Announcer({ device, form: discovery, keepValues, withheld, store });
		this.#outbox = new Outbox((message) => this.acknowledged(message), new Journal(store));
		this.#publisher = new Publisher(this.#outbox, this.#announcer, device, qos, withheld);
		this.#publisher.slowDown(this.#interval.seconds * 1000);
		this.#broker = new BrokerSession({
			open: options.openMqtt,
			will: availability(device, "offline", 1),
			clock: options.clock,
			random: options.random,
			...(network && { network }),
			...(time && { time }),
			onState: (state) => this.stateChanged(state),
			onOnline: (link, sessionPresent) => this.online(link, sessionPresent),
			onOffline: () => this.offline(),
			onWritable: () => this.#outbox.pump(),
			onMessage: (message) => this.received(message),
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

	/**
	 * Publishes a message that counts by itself: it is kept until the broker has it, also through a restart. It is not
	 * retained, and has QoS 1 at least.
	 */
	record(topic: string, payload: string): void {
		const qos = this.#options.qos === 2 ? 2 : 1;
		this.#outbox.enter({ topic, payload, qos, retain: false });
		this.#outbox.pump();
		this.reportShortage();
	}

	/** Takes what is known of the car now, about once a second; `now` is monotonic, ms. */
	update(snapshot: Snapshot, now: number): void {
		this.#latest = snapshot;
		if (!this.#outbox.attached || this.#removing) return;
		// Documents being made and all values waiting, both at once, are more than a small device has room for.
		this.#isOwed = this.#outbox.inSeries;
		if (this.#isOwed) return;
		if (!this.#publisher.publish(snapshot, this.utcOf(snapshot, now), now)) return;
		if (!this.#publisher.dataPending) {
			this.#missing = PRIMARY_METRICS.filter((key) => snapshot.values[key] === undefined);
		}
		this.#outbox.pump();
		this.reportShortage();
	}

	/** Publishes `offline`, says goodbye to the broker, then calls back. */
	stop(onStopped: () => void): void {
		const { clock, device, qos } = this.#options;
		this.#cancelNext?.();
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

	private stateChanged(state: BrokerState): void {
		if (state.state === "online") this.#certificateExpires = state.certificateExpires;
		this.#options.report({ event: "connection", ...state });
	}

	private online(link: MqttLink, sessionPresent: boolean): void {
		const { device } = this.#options;
		const topics = [birthTopic(device), commandFilter(device)];
		// Before everything else, while the link is sure to take it.
		link.subscribe(
			topics.map((topic) => ({ topic, qos: 1 })),
			() => {},
		);
		this.#outbox.attach(link);
		this.#orders.connected(sessionPresent);
		this.#announcer.connected();
		if (this.#removing) this.remove();
		else this.announce();
	}

	private offline(): void {
		this.#outbox.detach();
		this.#cancelNext?.();
		// Nothing is left to say: the broker publishes the will. A new connection would say `online` once more.
		this.#finish?.();
	}

	/** Says what there is and everything of it; then the latter again and again. */
	private announce(): void {
		this.#publisher.announce();
		this.sayEverything();
		if (this.#announcer.pausing) this.next(FAREWELL_PAUSE, () => this.announce());
	}

	private refresh(): void {
		this.#publisher.refresh();
		this.sayEverything();
	}

	private sayEverything(): void {
		this.tellInterval();
		if (this.#certificateExpires !== undefined) {
			this.#publisher.tell("certificate_expires", new Date(this.#certificateExpires).toISOString());
		}
		if (this.#latest !== undefined) this.update(this.#latest, this.#options.clock.monotonic());
		this.#outbox.pump();
		const { refresh = REFRESH_PERIOD } = this.#options.publishing ?? {};
		this.next(refresh * 1000, () => this.refresh());
	}

	private next(ms: number, step: () => void): void {
		this.#cancelNext?.();
		this.#cancelNext = this.#options.clock.after(ms, step);
	}

	private tellInterval(): void {
		const { seconds } = this.#interval;
		this.#publisher.slowDown(seconds * 1000);
		this.#publisher.tell("publish_interval", String(seconds));
		this.#outbox.pump();
	}

	private received(message: ReceivedMessage): void {
		const { device, random } = this.#options;
		if (this.#removing) return;
		if (message.topic !== birthTopic(device)) this.obey(this.#orders.take(message));
		// What is retained is old news: we have announced ourselves since.
		else if (!message.retain && message.payload === "online") {
			this.next(BIRTH_DELAY.least + Math.floor(random() * BIRTH_DELAY.spread), () => this.announce());
		}
	}

	private obey(command: Command | undefined): void {
		if (command === undefined) return;
		if (command.name === "refresh") this.refresh();
		else if (command.name === "remove") this.remove();
		else if (command.name === "publish_interval") {
			this.#interval.set(command.seconds);
			this.tellInterval();
		} else this.#options.onCommand?.(command.name);
	}

	/** Takes everything from the broker, and leaves it until the next start. */
	private remove(): void {
		this.#cancelNext?.();
		this.#removing = true;
		this.#outbox.clear();
		// What is under way must not come after the messages that take it away.
		this.#onDelivered = () => this.startRemoval();
		if (this.#outbox.empty) this.startRemoval();
	}

	private startRemoval(): void {
		this.#onDelivered = () => this.removed();
		this.#publisher.remove();
		this.#outbox.pump();
	}

	private removed(): void {
		this.#onDelivered = () => {};
		this.#announcer.removed();
		this.#outbox.detach();
		this.#broker.stop();
		this.#options.report({ event: "connection", state: "removed" });
	}

	private acknowledged({ topic, payload }: Message): void {
		this.#options.report({ event: "published", topic, payload });
		if (!this.#outbox.empty) return;
		this.#announcer.delivered();
		if ((this.#isOwed || this.#publisher.hasMore) && this.#latest !== undefined) {
			this.update(this.#latest, this.#options.clock.monotonic());
			if (!this.#outbox.empty) return;
		}
		this.#onDelivered();
	}

	private reportDelivered(): void {
		// The set of values is not through before its data object is.
		if (this.#publisher.dataPending) return;
		this.#options.report({ event: "delivered", missing: this.#missing });
	}

	private reportShortage(): void {
		const { dropped, unsaved } = this.#outbox.figures;
		if (dropped + unsaved === this.#shortages) return;
		this.#shortages = dropped + unsaved;
		this.#options.report({ event: "shortage", dropped, unsaved });
	}

	/** UTC time of the newest value, ms since 1970. */
	private utcOf(snapshot: Snapshot, now: number): number | undefined {
		const utc = this.#options.clock.utc();
		if (utc === undefined || snapshot.newest === undefined) return undefined;
		return utc - (now - snapshot.newest);
	}
}
