import type { Cancel, Clock } from "../clock";
import type { Message, MqttLink, OpenMqttLink, ReceivedMessage } from "../telemetry/mqtt-link";
import { BackOff } from "./back-off";

/** A connection that has lasted this long is stable, ms. */
const STABLE = 60_000;

/** Where the connection to the broker stands. */
export type BrokerState =
	| { readonly state: "connecting" }
	| { readonly state: "online" }
	| {
			readonly state: "waiting";
			readonly reason: string;
			readonly detail?: string;
			readonly retryMs: number;
	  };

/** What a broker session needs and whom it tells. */
export interface BrokerSessionOptions {
	readonly open: OpenMqttLink;
	readonly will: Message;
	readonly clock: Clock;
	/** Uniform in [0, 1). */
	readonly random: () => number;
	onState(state: BrokerState): void;
	onOnline(link: MqttLink): void;
	onOffline(): void;
	onWritable(): void;
	onMessage(message: ReceivedMessage): void;
}

/** Keeps one connection to the broker: opens it, and opens it again after a pause when it is lost. */
export class BrokerSession {
	readonly #options: BrokerSessionOptions;
	readonly #backOff: BackOff;
	#link: MqttLink | undefined = undefined;
	#cancel: Cancel | undefined = undefined;
	#stopped = false;

	constructor(options: BrokerSessionOptions) {
		this.#options = options;
		this.#backOff = new BackOff(options.random);
	}

	/** Starts connecting. */
	start(): void {
		const { open, will, clock, onState, onOnline, onWritable, onMessage } = this.#options;
		onState({ state: "connecting" });
		const link = open(will, {
			onOpen: () => {
				this.#cancel = clock.after(STABLE, () => this.#backOff.reset());
				onState({ state: "online" });
				onOnline(link);
			},
			onMessage,
			onWritable,
			onClosed: (reason, detail) => this.#lost(reason, detail),
		});
		this.#link = link;
	}

	/** Ends for good, with a goodbye to the broker. */
	stop(): void {
		this.#stopped = true;
		this.#cancel?.();
		this.#link?.close();
		this.#link = undefined;
	}

	#lost(reason: string, detail: string | undefined): void {
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
