/** The keep-alive is counted in eighths, so that no timer has to be set anew for each packet. */
const PARTS = 8;
/** PINGREQ is sent after so many parts of silence in either direction: 3/4. */
const SILENCE = 6;
/** PINGRESP is due so many parts later: 1/2. */
const PATIENCE = 4;
/** The longest silence of a living broker, whatever we are still able to send: 3/2. */
const LONGEST_SILENCE = 12;

/** What keeping alive needs and leads to. */
export interface KeepAliveOptions {
	/** Seconds, more than 0. */
	readonly seconds: number;
	after(ms: number, callback: () => void): () => void;
	/** PINGREQ is to be sent. */
	onPing(): void;
	/** The broker does not answer. */
	onDead(): void;
}

/**
 * Keeps a connection alive and finds out when it is not (MQTT 3.1.1, 3.1.2.10). It pings when the broker has
 * been silent as well, because on a half-open link what we send seems to go out for a long while.
 */
export class KeepAlive {
	readonly #options: KeepAliveOptions;
	#cancel: () => void;
	#sinceSent = 0;
	#sinceReceived = 0;
	/** How long PINGRESP is being waited for; `undefined` when it is not. */
	#waiting: number | undefined = undefined;

	/** Starts at once. */
	constructor(options: KeepAliveOptions) {
		this.#options = options;
		this.#cancel = this.wait();
	}

	/** Bytes have gone out. While they flow a slow link is given the time to get the PINGREQ through. */
	sent(): void {
		this.#sinceSent = 0;
		this.moved();
	}

	/** Bytes have come in: PINGRESP may be behind them. */
	received(): void {
		this.#sinceReceived = 0;
		this.moved();
	}

	/** PINGRESP has come. */
	answered(): void {
		this.#waiting = undefined;
	}

	/** Ends it. */
	stop(): void {
		this.#cancel();
	}

	private moved(): void {
		if (this.#waiting !== undefined) this.#waiting = 0;
	}

	private wait(): () => void {
		return this.#options.after((this.#options.seconds * 1000) / PARTS, () => this.pass());
	}

	/** One part of the keep-alive has passed. */
	private pass(): void {
		this.#cancel = this.wait();
		this.#sinceSent += 1;
		this.#sinceReceived += 1;
		if (this.#waiting !== undefined) {
			this.#waiting += 1;
			if (this.#waiting >= PATIENCE || this.#sinceReceived >= LONGEST_SILENCE) this.#options.onDead();
		} else if (Math.max(this.#sinceSent, this.#sinceReceived) >= SILENCE) {
			this.#waiting = 0;
			this.#options.onPing();
		}
	}
}
