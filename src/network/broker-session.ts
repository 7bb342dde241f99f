import type { Cancel, Clock } from "../clock";
import type { Message, MqttLink, OpenMqttLink, ReceivedMessage } from "../telemetry/mqtt-link";
import { BackOff } from "./back-off";
import { NETWORK_CHECK, type Network } from "./network";
import type { TimeObstacle, TrustedTime } from "./time-source";

/** A connection that has lasted this long is stable, ms. */
const STABLE = 60_000;
/** How often a time that is not known is looked at, ms: short beside what a connection takes. */
const TIME_CHECK = 100;

/** Where the connection to the broker stands. */
export type BrokerState =
	| { readonly state: "connecting" }
	| {
			readonly state: "online";
			/** When the first certificate of the broker's chain expires, ms since 1970 UTC; left out without TLS. */
			readonly certificateExpires?: number;
	  }
	| {
			readonly state: "waiting";
			/** `no-network`, `no-time`, or why the connection failed. */
			readonly reason: string;
			readonly detail?: string;
			/** Until something is tried again: for `no-time` that a time server is asked. */
			readonly retryMs: number;
	  };

/** What a broker session needs and whom it tells. */
export interface BrokerSessionOptions {
	readonly open: OpenMqttLink;
	readonly will: Message;
	readonly clock: Clock;
	/** Uniform in [0, 1). */
	readonly random: () => number;
	/** Left out where the platform has no say in it: then only an attempt tells. */
	readonly network?: Network;
	/** Left out without TLS: who judges certificates must know the time. */
	readonly time?: TrustedTime;
	onState(state: BrokerState): void;
	/** @param sessionPresent The broker remembers what an earlier link left (MQTT 3.1.1, 3.2.2.2). */
	onOnline(link: MqttLink, sessionPresent: boolean): void;
	/** A link is gone, whether or not it has been online. */
	onOffline(): void;
	onWritable(): void;
	onMessage(message: ReceivedMessage): void;
}

/**
 * Keeps one connection to the broker, one state after the other:
 *
 * - `waiting` until the network is up, until the time is known, or until the pause after a failure is over;
 * - `connecting` until the broker has accepted us;
 * - `online` until the link is lost. A minute of it makes the next failure count as the first.
 */
export class BrokerSession {
	readonly #options: BrokerSessionOptions;
	readonly #backOff: BackOff;
	#link: MqttLink | undefined = undefined;
	#cancel: Cancel | undefined = undefined;
	#networkMissed = false;
	#timeMissed: TimeObstacle | undefined = undefined;
	#stopped = false;

	constructor(options: BrokerSessionOptions) {
		this.#options = options;
		this.#backOff = new BackOff(options.random);
	}

	/** Starts connecting. */
	start(): void {
		const { network, time } = this.#options;
		const obstacle = time?.obstacle;
		if (network?.isUp() === false) this.awaitNetwork();
		else if (obstacle !== undefined) this.awaitTime(obstacle);
		else this.connect();
	}

	/** Ends for good, with a goodbye to the broker. */
	stop(): void {
		this.#stopped = true;
		this.#cancel?.();
		this.#link?.close();
		this.#link = undefined;
	}

	/** Costs no attempt: looking is cheap, and nobody else is bothered. */
	private awaitNetwork(): void {
		const { clock, onState } = this.#options;
		if (!this.#networkMissed) onState({ state: "waiting", reason: "no-network", retryMs: NETWORK_CHECK });
		this.#networkMissed = true;
		this.#cancel = clock.after(NETWORK_CHECK, () => this.start());
	}

	/** Costs no attempt either. Told again when there is more to tell. */
	private awaitTime(obstacle: TimeObstacle): void {
		const { clock, onState } = this.#options;
		this.#networkMissed = false;
		if (this.#timeMissed !== obstacle) onState({ state: "waiting", reason: "no-time", ...obstacle });
		this.#timeMissed = obstacle;
		this.#cancel = clock.after(TIME_CHECK, () => this.start());
	}

	private connect(): void {
		const { open, will, onState, onMessage, onWritable } = this.#options;
		this.#networkMissed = false;
		this.#timeMissed = undefined;
		onState({ state: "connecting" });
		this.#link = open(will, {
			onOpen: (sessionPresent, certificateExpires) => this.opened(sessionPresent, certificateExpires),
			onMessage,
			onWritable,
			onClosed: (reason, detail) => this.lost(reason, detail),
		});
	}

	private opened(sessionPresent: boolean, certificateExpires: number | undefined): void {
		const { clock, time, onState, onOnline } = this.#options;
		const link = this.#link;
		if (link === undefined) return;
		this.#cancel = clock.after(STABLE, () => this.#backOff.reset());
		time?.verified();
		onState({ state: "online", ...(certificateExpires !== undefined && { certificateExpires }) });
		onOnline(link, sessionPresent);
	}

	private lost(reason: string, detail: string | undefined): void {
		const { clock, onState, onOffline } = this.#options;
		this.#cancel?.();
		this.#link = undefined;
		onOffline();
		// Whoever was told may have had enough.
		if (this.#stopped) return;
		const retryMs = this.#backOff.after(reason);
		onState({ state: "waiting", reason, ...(detail !== undefined && { detail }), retryMs });
		this.#cancel = clock.after(retryMs, () => this.start());
	}
}
