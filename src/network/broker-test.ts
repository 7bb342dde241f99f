import type { Cancel, Clock } from "../clock";
import { birthTopic, type TopicPrefixes } from "../homeassistant/topics";
import type { Message, MqttLink, OpenMqttLink } from "../telemetry/mqtt-link";
import { NETWORK_CHECK, type Network } from "./network";
import type { TimeKeeper } from "./time-keeper";

/** What comes before the connection, the network and the time, may take so long, ms. */
const PREPARATION = 45_000;
/** Who is there says so within this time, ms: the broker brings what is retained at once. */
const LISTENING = 2000;
/** Waiting does not mend it. */
const LASTING = "wifi-password";

/** Of a will that leaves nothing behind. */
const NOTHING = Object.freeze({ payload: "", qos: 0, retain: false } as const);

/** What became of a trial connection. */
export interface BrokerTestResult {
	/** `ok`, `no-network` or why there is none, `no-time`, or a code of `modules/mqtt/reasons`. */
	readonly state: string;
	/** What the other side or the engine said of it, for a person. */
	readonly detail?: string;
	/** Home Assistant says that it listens. Only told by one that retains its birth message, so missing proves nothing. */
	readonly homeAssistant?: true;
}

/** What a trial takes. */
export interface BrokerTestOptions {
	readonly clock: Clock;
	/** Makes a connection of its own name, so that the broker does not end another one for it. */
	readonly open: OpenMqttLink;
	readonly topics: TopicPrefixes;
	readonly network?: Network;
	/** Sets the clock meanwhile; left out without TLS. */
	readonly time?: Pick<TimeKeeper, "obstacle" | "start" | "stop">;
	/** Called once, unless the trial is cancelled. */
	onDone(result: BrokerTestResult): void;
}

/** Connects to a broker once, to see whether that is possible: the network, the time, TLS, the login, and who listens. */
export class BrokerTest {
	readonly #options: BrokerTestOptions;
	/** Monotonic, ms. */
	#giveUpAt = 0;
	#link: MqttLink | undefined = undefined;
	#cancel: Cancel = () => {};
	#homeAssistant = false;

	constructor(options: BrokerTestOptions) {
		this.#options = options;
	}

	/** Begins; may be called once. */
	start(): void {
		const { clock, time } = this.#options;
		this.#giveUpAt = clock.monotonic() + PREPARATION;
		time?.start();
		this.prepare();
	}

	/** Ends it without a result. */
	cancel(): void {
		this.#cancel();
		this.#options.time?.stop();
		this.#link?.close();
		this.#link = undefined;
	}

	private prepare(): void {
		const { clock, network, time } = this.#options;
		const why = network?.isUp() === false ? (network.obstacle ?? "no-network") : undefined;
		const missing = why ?? (time?.obstacle && "no-time");
		if (missing === undefined) {
			this.connect();
			return;
		}
		if (missing !== LASTING && clock.monotonic() < this.#giveUpAt) {
			this.#cancel = clock.after(NETWORK_CHECK, () => this.prepare());
			return;
		}
		const detail = missing === "no-time" ? time?.obstacle?.detail : undefined;
		this.finish({ state: missing, ...(detail !== undefined && { detail }) });
	}

	private connect(): void {
		const { open, topics } = this.#options;
		// Should the connection break, this takes away what nobody has put there.
		const will: Message = { topic: `${topics.topicPrefix}/${topics.clientId}/test`, ...NOTHING };
		this.#link = open(will, {
			onOpen: () => this.listen(),
			onMessage: ({ topic, payload }) => {
				this.#homeAssistant ||= topic === birthTopic(topics) && payload === "online";
			},
			onWritable: () => {},
			onClosed: (reason, detail) => {
				this.#link = undefined;
				this.finish({ state: reason, ...(detail !== undefined && { detail }) });
			},
		});
	}

	private listen(): void {
		const { clock, topics } = this.#options;
		this.#link?.subscribe([{ topic: birthTopic(topics), qos: 0 }], () => {});
		this.#cancel = clock.after(LISTENING, () =>
			this.finish({ state: "ok", ...(this.#homeAssistant && { homeAssistant: true }) }),
		);
	}

	private finish(result: BrokerTestResult): void {
		this.cancel();
		this.#options.onDone(result);
	}
}
