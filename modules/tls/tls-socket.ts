import { Below } from "./below";
import { Step, type TLSEngine } from "./engine";
import { errorOf, TLSError } from "./failures";
import { Plaintext } from "./plaintext";
import { Resumption } from "./resumption";
import type { TLSOptions } from "./tls-options";

/** A peer that takes nothing more does not keep a closed socket alive longer, ms. */
const LINGER = 2000;
/** Any number of bytes, as a number that the engine in C takes. */
const ALL = 0x7fffffff;

/**
 * A TLS connection over a socket class of ECMA-419, with the same interface (11.11). The first `onWritable` says that
 * the server has been verified.
 */
export class TLSSocket {
	readonly #options: TLSOptions;
	readonly #below: Below;
	readonly #unsent = new Plaintext();
	readonly #resumption: Resumption;
	#engine: TLSEngine | undefined = undefined;
	#cancelWork: (() => void) | undefined = undefined;
	#cancelLinger: (() => void) | undefined = undefined;
	#working = false;
	#open = false;
	#closed = false;
	#finished = false;

	constructor(options: TLSOptions) {
		this.#options = options;
		this.#resumption = new Resumption(options.memory ?? {});
		this.#below = new Below(options, () => this.work());
	}

	/** Takes up to `count` bytes of plaintext, those of one record at most; `undefined` when there are none. */
	read(count = ALL): ArrayBuffer | undefined {
		if (this.#closed || this.#engine === undefined || count <= 0) return undefined;
		const bytes = this.#engine.read(Math.min(count, ALL));
		// There may be more behind it, of which the socket below tells nothing again.
		if (!this.#working) this.workSoon();
		return bytes;
	}

	/** Copies the bytes. Returns how many more it takes; throws when they are more than that. */
	write(buffer: Uint8Array | ArrayBuffer): number {
		const bytes = buffer instanceof Uint8Array ? buffer : new Uint8Array(buffer);
		if (!this.#open || this.#closed || bytes.length > this.#unsent.room) throw new Error("overflow");
		this.#unsent.put(bytes);
		this.send();
		return this.#unsent.room;
	}

	/** Ends the connection; what was written still goes out. */
	close(): void {
		if (this.#closed) return;
		this.#closed = true;
		if (!this.#open || this.#below.end !== undefined) {
			this.release();
			return;
		}
		this.#cancelLinger = this.#options.after(LINGER, () => this.release());
		this.sayGoodbye();
	}

	private workSoon(): void {
		this.#cancelWork ??= this.#options.after(0, () => {
			this.#cancelWork = undefined;
			this.work();
		});
	}

	/** Goes on as far as it can; always in a turn of its own. */
	private work(): void {
		if (this.#closed) {
			this.sayGoodbye();
			return;
		}
		this.#working = true;
		while (this.workOnce());
		this.#working = false;
		if (!this.#closed && this.#open && this.#unsent.offers) this.#options.onWritable(this.#unsent.offer());
	}

	/** Whether it is worth going on. */
	private workOnce(): boolean {
		if (this.#closed) return false;
		const engine = this.#engine ?? this.start();
		if (engine === undefined) return false;
		const step = engine.step();
		const sent = this.send();
		if (step === Step.failed) return this.fail(errorOf(engine.failure(), engine.detail()));
		if (step === Step.readable) return this.offerPlaintext(engine);
		if (step === Step.starved) return this.#below.feed(engine) || this.atRest();
		if (step === Step.blocked) return sent || this.atRest();
		if (engine.isOpen()) return this.goOn(engine);
		// A step of the handshake takes long on the device; others get their turn.
		this.workSoon();
		return false;
	}

	/** Makes the engine once the connection below stands. */
	private start(): TLSEngine | undefined {
		const now = this.#options.utc();
		if (this.#below.end !== undefined) this.fail(this.#below.end.error);
		else if (now === undefined) this.fail(new TLSError("tls-no-time", "no certificate can be verified"));
		if (this.#closed || this.#below.congested || now === undefined) return undefined;
		this.#engine = this.#resumption.start(this.#options, now);
		return this.#engine;
	}

	/** After the handshake and after each message of the protocol. */
	private goOn(engine: TLSEngine): boolean {
		this.#resumption.remember(engine);
		if (this.#open) return true;
		this.#open = true;
		this.#options.onWritable(this.#unsent.room);
		return true;
	}

	/** Goes on when all of it has been taken. */
	private offerPlaintext(engine: TLSEngine): boolean {
		this.#options.onReadable(engine.readable());
		return !this.#closed && engine.readable() === 0;
	}

	/** Nothing more can be done for now or, after the end, ever. */
	private atRest(): boolean {
		if (this.#below.end === undefined) return false;
		const { error } = this.#below.end;
		return this.fail(this.#open ? error : new TLSError("tls-failed", brokenOff(error)));
	}

	/** Encrypts and sends as much as the socket below takes; tells whether anything has gone out. */
	private send(): boolean {
		const engine = this.#engine;
		if (engine === undefined) return false;
		for (let sent = false; ; ) {
			const drained = this.#below.drain(engine);
			const taken = this.#open ? this.#unsent.passTo(engine) : 0;
			sent ||= drained;
			if (drained || taken > 0) continue;
			if (this.#below.end !== undefined && !this.#working) this.workSoon();
			return sent;
		}
	}

	private fail(error: unknown): false {
		if (this.#closed) return false;
		this.#closed = true;
		this.release();
		this.#options.onError(error);
		return false;
	}

	/** The end of a connection that stands: what was written, then the goodbye. */
	private sayGoodbye(): void {
		const engine = this.#engine;
		if (engine === undefined) return;
		this.send();
		if (this.#below.congested) return;
		if (!this.#finished) engine.finish();
		this.#finished = true;
		this.send();
		if (!this.#below.congested) this.release();
	}

	private release(): void {
		this.#cancelWork?.();
		this.#cancelLinger?.();
		this.#engine?.close();
		this.#engine = undefined;
		this.#below.close();
	}
}

function brokenOff(error: unknown): string {
	const message = error instanceof Error && error.message !== "" ? `: ${error.message}` : "";
	return `the connection broke during the handshake${message}`;
}
