import { Acceptance, areIdentifiers } from "./acceptance";
import { Channel, type ChannelFailure } from "./channel";
import type { CanTcpOptions, Counters, ErrorReason, Mode, OpenFailure } from "./options";
import { BITRATES, Flag, Letter, type Sayable, type SlcanFrame } from "./slcan";

export type { CanTcpOptions, Counters, ErrorReason, Mode, OpenFailure };

/** A connection that does not stand after so long never will, ms. */
const CONNECT_PATIENCE = 10_000;
/** Pause before the first new attempt, ms; each is twice as long as the one before, up to the longest. */
const FIRST_PAUSE = 1000;
const LONGEST_PAUSE = 30_000;
/** How often the other side is asked how it is, which also tells whether it is still there, ms. */
const FLAGS_PERIOD = 1000;
/** Commands that must always find room: two changes of mode. */
const RESERVED = 4;
/** What opens the bus in a mode; nothing for `sleep`. */
const OPENS: Readonly<Partial<Record<Mode, number>>> = Object.freeze({
	"listen-only": Letter.L,
	normal: Letter.O,
	"one-shot": Letter.O,
});

/**
 * A CAN bus at the other end of a TCP connection, as if it was a controller of our own: the other end speaks SLCAN, as
 * `SlcanServer` and adapters behind a serial server do. Standard data frames only; others are counted and dropped.
 */
export class CanTcp {
	readonly #options: CanTcpOptions;
	readonly #accept: Acceptance;
	readonly #counters: Counters = { received: 0, unwanted: 0, sent: 0, refused: 0 };
	/** `undefined` between two attempts. */
	#channel: Channel | undefined = undefined;
	/** When the attempt began, or the next one will, monotonic ms. */
	#attemptAt = 0;
	#pause = FIRST_PAUSE;
	/** Whether the bus is open. */
	#ready = false;
	#mode: Mode = "listen-only";
	/** When flags were asked for. */
	#flagsAt = 0;
	#busOff = false;
	/** What keeps the bus away, as last told. */
	#told: ErrorReason | undefined = undefined;
	#closed = false;

	private constructor(options: CanTcpOptions) {
		this.#options = options;
		this.#accept = new Acceptance(options.accept);
		this.connect();
	}

	/** Begins to connect; from then on the bus is kept, in listen-only mode at first. Nothing is told before `poll`. */
	static open(options: CanTcpOptions): CanTcp | OpenFailure {
		if (!BITRATES.includes(options.bitrate)) return { reason: "bad-bitrate" };
		if (!areIdentifiers(options.accept)) return { reason: "bad-accept" };
		return new CanTcp(options);
	}

	/** What has happened so far; the same object each time. */
	get counters(): Readonly<Counters> {
		return this.#counters;
	}

	/** The mode that was asked for last; `undefined` while there is no bus. */
	get mode(): Mode | undefined {
		return this.#ready ? this.#mode : undefined;
	}

	/** Changes mode; frames received meanwhile are kept. Does nothing while there is no bus. */
	setMode(mode: Mode): void {
		if (!this.#ready) return;
		const [before, after] = [OPENS[this.#mode], OPENS[mode]];
		this.#mode = mode;
		if (before === after) return;
		this.#channel?.command(Letter.C);
		if (after !== undefined) this.#channel?.command(after);
	}

	/**
	 * Sends a frame. Whether the other side did is counted.
	 *
	 * @returns `false` when there is no bus, the mode forbids it, or too many answers are outstanding.
	 */
	send(frame: Sayable): boolean {
		const channel = this.#channel;
		const mayQueue = this.#ready && OPENS[this.#mode] === Letter.O;
		if (!mayQueue || channel === undefined || channel.room <= RESERVED) return false;
		channel.frame(frame);
		return true;
	}

	/** What has been sent to the other side cannot be taken back. */
	abort(): void {}

	/** To be called every 50 ms or so: looks whether answers are late, and connects again after a pause. */
	poll(): void {
		if (this.#closed) return;
		const now = this.#options.now();
		const channel = this.#channel;
		if (channel === undefined) {
			if (now >= this.#attemptAt) this.connect();
			return;
		}
		if (!channel.connected && now - this.#attemptAt >= CONNECT_PATIENCE) this.fail("silent");
		else channel.poll();
		if (this.#ready && now - this.#flagsAt >= FLAGS_PERIOD) {
			this.#flagsAt = now;
			this.#channel?.command(Letter.F);
		}
	}

	/** Ends the connection. May be called twice. */
	close(): void {
		this.#closed = true;
		this.#ready = false;
		this.#channel?.close();
	}

	private connect(): void {
		this.#attemptAt = this.#options.now();
		this.#channel = new Channel(this.#options, {
			onConnected: () => this.setUp(),
			onFrame: (frame) => this.receive(frame),
			onAnswer: (letter, obeyed) => this.take(letter, obeyed),
			onFlags: (flags) => this.judge(flags),
			onFailed: (failure) => this.fail(failure),
		});
	}

	/** An adapter may have been left open by somebody else: it is closed first, and refuses that if it was not. */
	private setUp(): void {
		this.#channel?.command(Letter.C);
		this.#channel?.command(Letter.S, String(BITRATES.indexOf(this.#options.bitrate)));
		this.#channel?.command(Letter.L);
	}

	private take(letter: number, obeyed: boolean): void {
		if (letter === Letter.t) this.#counters[obeyed ? "sent" : "refused"] += 1;
		else if (letter === Letter.L && obeyed && !this.#ready) this.begin();
		else if (letter === Letter.O && !obeyed) this.refuse();
		else if (!obeyed && (letter === Letter.S || letter === Letter.L)) this.fail("ended");
	}

	private begin(): void {
		this.#ready = true;
		this.#mode = "listen-only";
		this.#busOff = false;
		this.#flagsAt = this.#options.now();
		this.#pause = FIRST_PAUSE;
		if (this.#told !== undefined) this.#options.onError?.("restarted");
		this.#told = undefined;
	}

	private refuse(): void {
		this.setMode("listen-only");
		this.#options.onError?.("mode-refused");
	}

	private receive(frame: SlcanFrame): void {
		if (frame.extended || frame.remote) this.#counters.unwanted += 1;
		else if (this.#accept.accepts(frame.id)) {
			this.#counters.received += 1;
			this.#options.onFrame(frame);
		}
	}

	/** There is no flag for bus-off. One who is passive while errors go on should leave the bus alone all the same. */
	private judge(flags: number): void {
		const busOff = (flags & Flag.passive) !== 0 && (flags & Flag.busError) !== 0;
		const isNews = busOff && !this.#busOff;
		this.#busOff = busOff;
		if (!isNews) return;
		this.setMode("listen-only");
		this.#options.onError?.("bus-off");
	}

	private fail(failure: ChannelFailure): void {
		const reason = this.reasonOf(failure);
		this.#channel?.close();
		this.#channel = undefined;
		this.#ready = false;
		this.#attemptAt = this.#options.now() + this.#pause;
		this.#pause = Math.min(2 * this.#pause, LONGEST_PAUSE);
		if (reason === this.#told) return;
		this.#told = reason;
		this.#options.onError?.(reason);
	}

	private reasonOf(failure: ChannelFailure): ErrorReason {
		if (!this.#channel?.connected) return "no-connection";
		if (failure === "garbage" || (failure === "silent" && !this.#ready)) return "not-slcan";
		return this.#ready ? "connection-lost" : "connection-refused";
	}
}
