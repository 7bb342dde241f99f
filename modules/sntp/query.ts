import type { Kisses } from "./kisses";
import { answerIn, NONCE_LENGTH, question, type Unserved } from "./packet";
import type { UDPClass, UDPSocket } from "./udp";

/** The port of NTP. */
const PORT = 123;
/** For name and answer together, ms. An answer as late as that may be wrong by half of it. */
const TIMEOUT = 3000;

/** What came of asking a server. `utc`: ms since 1970 at the time of the callback. */
export type Answer =
	| { readonly utc: number }
	| Unserved
	| {
			readonly reason: /** There is no network interface. */
				| "no-socket"
				/** The name is not known, or no name server answers. */
				| "dns"
				/** There is no way to the server. */
				| "send-failed"
				/** Nothing came that was an answer to us. */
				| "no-answer";
	  };

/** What asking takes. */
export interface SNTPOptions {
	readonly UDP: UDPClass;
	/** Finds an IPv4 address; `undefined` when there is none. Never calls back from inside. */
	resolve(host: string, onResolved: (address: string | undefined) => void): void;
	/** Uniform in [0, 1), and not to be foreseen. */
	readonly random: () => number;
	/** Monotonic time, ms. */
	now(): number;
	/** Calls back once, `ms` from now, unless the function it returns is called before. */
	after(ms: number, callback: () => void): () => void;
}

/** One question to one server. A socket of its own: what comes late finds nobody. */
export class Query {
	readonly #options: SNTPOptions;
	readonly #kisses: Kisses;
	readonly #onAnswer: (answer: Answer) => void;
	readonly #nonce: Uint8Array;
	#cancelTimeout: () => void;
	#socket: UDPSocket | undefined = undefined;
	#address: string | undefined = undefined;
	#sentAt = 0;
	#done = false;

	/** @param onAnswer Called once, not from inside, and not after `cancel`. */
	constructor(server: string, options: SNTPOptions, kisses: Kisses, onAnswer: (answer: Answer) => void) {
		const { UDP, resolve, random, after } = options;
		this.#options = options;
		this.#kisses = kisses;
		this.#onAnswer = onAnswer;
		this.#nonce = Uint8Array.from({ length: NONCE_LENGTH }, () => Math.floor(random() * 256));
		this.#cancelTimeout = after(TIMEOUT, () => this.timeout());
		try {
			// First: without an interface the SDK's name resolution is not to be touched.
			this.#socket = new UDP({ onReadable: (count) => this.read(count) });
			resolve(server, (address) => this.ask(address));
		} catch {
			this.#cancelTimeout();
			this.#cancelTimeout = after(0, () => this.finish({ reason: "no-socket" }));
		}
	}

	/** Nobody wants the answer any more. */
	cancel(): void {
		this.#done = true;
		this.#cancelTimeout();
		this.#socket?.close();
		this.#socket = undefined;
	}

	private ask(address: string | undefined): void {
		if (this.#done) return;
		const now = this.#options.now();
		if (address === undefined) this.finish({ reason: "dns" });
		else if (this.#kisses.forbid(address, now)) this.finish({ reason: "kissed", detail: "not asked again" });
		else this.send(address, now);
	}

	private send(address: string, now: number): void {
		this.#address = address;
		this.#sentAt = now;
		try {
			this.#socket?.write(question(this.#nonce), address, PORT);
		} catch {
			this.finish({ reason: "send-failed" });
		}
	}

	private read(count: number): void {
		const now = this.#options.now();
		for (let left = count; left > 0 && !this.#done; left--) {
			const datagram = this.#socket?.read();
			if (datagram === undefined) return;
			const { address, port } = datagram;
			if (address === this.#address && port === PORT) this.take(datagram, address, now);
		}
	}

	private take(datagram: ArrayBuffer, address: string, now: number): void {
		const answer = answerIn(datagram, this.#nonce);
		if (answer === undefined) return;
		if (!("reason" in answer)) {
			const elapsed = now - this.#sentAt;
			const held = Math.min(Math.max(answer.held, 0), elapsed);
			// Half of the way there and back, for want of knowing better (RFC 4330, 5).
			this.finish({ utc: Math.round(answer.sent + (elapsed - held) / 2) });
			return;
		}
		if (answer.reason === "kissed") this.#kisses.note(address, answer.detail, now);
		this.finish(answer);
	}

	private timeout(): void {
		this.finish({ reason: this.#address === undefined ? "dns" : "no-answer" });
	}

	private finish(answer: Answer): void {
		if (this.#done) return;
		this.cancel();
		this.#onAnswer(answer);
	}
}
