import { Step, type TLSEngine } from "./engine";
import { errorOf, TLSError } from "./failures";
import { Plaintext } from "./plaintext";
import type { TCPSocket } from "./tcp";
import type { TLSMemory, TLSOptions } from "./tls-options";

/** Largest record that the server is asked to send, bytes. One that does not obey may send up to 16384. */
const LARGEST_RECORD = 4096;
/** A peer that takes nothing more does not keep a closed socket alive longer, ms. */
const LINGER = 2000;

type TCPMaker = new (options: object) => TCPSocket;

/**
 * A TLS connection over a socket class of ECMA-419, with the same interface (11.11). The first `onWritable` says that
 * the server has been verified. Nothing is read from the socket below before there is room for it.
 */
export class TLSSocket {
	readonly #options: TLSOptions;
	readonly #memory: TLSMemory;
	readonly #tcp: TCPSocket;
	readonly #unsent = new Plaintext();
	#engine: TLSEngine | undefined = undefined;
	/** What the socket below has to read and takes, bytes. */
	#arrived = 0;
	#credit = 0;
	#offered: ArrayBuffer | undefined = undefined;
	/** The end of the socket below, told when everything before it has been read. */
	#end: { readonly error: unknown } | undefined = undefined;
	#cancelWork: (() => void) | undefined = undefined;
	#cancelLinger: (() => void) | undefined = undefined;
	#working = false;
	#open = false;
	#closed = false;
	#finished = false;

	constructor(options: TLSOptions) {
		this.#options = options;
		this.#memory = options.memory ?? {};
		// Only its maker knows what else a class of sockets demands.
		const { io, ...more } = options.TCP as { io: TCPMaker };
		this.#tcp = new io({
			...more,
			host: options.host,
			port: options.port,
			onReadable: (count: number) => {
				this.#arrived = count;
				this.#work();
			},
			onWritable: (count: number) => {
				this.#credit = count;
				this.#work();
			},
			onError: (error?: unknown) => {
				this.#arrived = 0;
				this.#end ??= { error };
				this.#work();
			},
		});
	}

	/** Takes up to `count` bytes of plaintext, those of one record at most; `undefined` when there are none. */
	read(count = Number.POSITIVE_INFINITY): ArrayBuffer | undefined {
		if (this.#closed || this.#engine === undefined || count <= 0) return undefined;
		const bytes = this.#engine.read(Math.min(count, 0x7fffffff));
		// There may be more behind it, of which the socket below tells nothing again.
		if (!this.#working) this.#workSoon();
		return bytes;
	}

	/** Copies the bytes. Returns how many more it takes; throws when they are more than that. */
	write(buffer: Uint8Array | ArrayBuffer): number {
		const bytes = buffer instanceof Uint8Array ? buffer : new Uint8Array(buffer);
		if (!this.#open || this.#closed || bytes.length > this.#unsent.room) throw new Error("overflow");
		this.#unsent.put(bytes);
		this.#send();
		return this.#unsent.room;
	}

	/** Ends the connection; what was written still goes out. */
	close(): void {
		if (this.#closed) return;
		this.#closed = true;
		if (!this.#open || this.#end !== undefined) {
			this.#release();
			return;
		}
		this.#cancelLinger = this.#options.after(LINGER, () => this.#release());
		this.#sayGoodbye();
	}

	#workSoon(): void {
		this.#cancelWork ??= this.#options.after(0, () => {
			this.#cancelWork = undefined;
			this.#work();
		});
	}

	/** Goes on as far as it can; always in a turn of its own. */
	#work(): void {
		if (this.#closed) {
			this.#sayGoodbye();
			return;
		}
		this.#working = true;
		while (this.#workOnce());
		this.#working = false;
		if (!this.#closed && this.#open && this.#unsent.offers) this.#options.onWritable(this.#unsent.offer());
	}

	/** Whether it is worth going on. */
	#workOnce(): boolean {
		if (this.#closed) return false;
		const engine = this.#engine ?? this.#start();
		if (engine === undefined) return false;
		const step = engine.step();
		const drained = this.#send();
		if (step === Step.failed) return this.#fail(errorOf(engine.failure(), engine.detail()));
		if (step === Step.readable) return this.#offerPlaintext(engine);
		if (step === Step.starved) return this.#feed(engine) || this.#atRest();
		if (step === Step.blocked) return drained || this.#atRest();
		if (this.#open || engine.isOpen()) return this.#opened(engine);
		// A step of the handshake takes long on the device; others get their turn.
		this.#workSoon();
		return false;
	}

	/** The engine, once the connection below stands. */
	#start(): TLSEngine | undefined {
		const { host, secure, engine: Engine, utc } = this.#options;
		const now = utc();
		if (this.#end !== undefined) this.#fail(this.#end.error);
		else if (now === undefined) this.#fail(new TLSError("tls-no-time", "no certificate can be verified"));
		if (this.#closed || this.#credit === 0 || now === undefined) return undefined;
		const { certificate, clientCertificate, clientKey } = secure;
		this.#offered = this.#memory.session;
		// A session that makes trouble does not make it again.
		this.#memory.session = undefined;
		this.#engine = new Engine(
			secure.serverName ?? host,
			Math.floor(now / 1000),
			certificate,
			clientCertificate,
			clientKey,
			this.#offered,
			LARGEST_RECORD,
		);
		return this.#engine;
	}

	#opened(engine: TLSEngine): boolean {
		this.#memory.session = engine.session() ?? this.#memory.session ?? this.#offered;
		this.#offered = undefined;
		if (this.#open) return true;
		this.#open = true;
		this.#memory.expires = engine.expiry() * 1000;
		this.#options.onWritable(this.#unsent.room);
		return true;
	}

	/** Goes on when all of it has been taken. */
	#offerPlaintext(engine: TLSEngine): boolean {
		this.#options.onReadable(engine.readable());
		return !this.#closed && engine.readable() === 0;
	}

	#feed(engine: TLSEngine): boolean {
		const count = Math.min(this.#arrived, engine.room());
		if (count === 0) return false;
		const bytes = this.#tcp.read(count);
		this.#arrived -= count;
		if (bytes === undefined) return false;
		engine.feed(new Uint8Array(bytes));
		return true;
	}

	/** Nothing more can be done for now, or ever. */
	#atRest(): boolean {
		if (this.#end !== undefined) {
			const { error } = this.#end;
			return this.#fail(this.#open ? error : new TLSError("tls-failed", brokenOff(error)));
		}
		return false;
	}

	/** Encrypts and sends as much as the socket below takes; tells whether anything has moved. */
	#send(): boolean {
		const engine = this.#engine;
		if (engine === undefined || this.#end !== undefined) return false;
		let moved = false;
		for (;;) {
			const bytes = this.#credit === 0 ? undefined : engine.drain(this.#credit);
			if (bytes !== undefined) {
				if (!this.#sendBelow(new Uint8Array(bytes))) return false;
				moved = true;
			}
			const taken = this.#open ? this.#unsent.passTo(engine) : 0;
			if (bytes === undefined && taken === 0) return moved;
		}
	}

	#sendBelow(bytes: Uint8Array): boolean {
		this.#credit -= bytes.length;
		try {
			this.#tcp.write(bytes);
			return true;
		} catch (error) {
			// Sockets of the SDK throw when the connection has ended and they have not told it yet.
			this.#end = { error };
			this.#workSoon();
			return false;
		}
	}

	#fail(error: unknown): false {
		if (this.#closed) return false;
		this.#closed = true;
		this.#release();
		this.#options.onError(error);
		return false;
	}

	/** The end of a connection that stands: what was written, then the goodbye. */
	#sayGoodbye(): void {
		const engine = this.#engine;
		if (engine === undefined) return;
		this.#send();
		if (this.#congested) return;
		if (!this.#finished) engine.finish();
		this.#finished = true;
		this.#send();
		if (!this.#congested) this.#release();
	}

	/** Whether something may still wait for the socket below. */
	get #congested(): boolean {
		return this.#credit === 0 && this.#end === undefined;
	}

	#release(): void {
		this.#cancelWork?.();
		this.#cancelLinger?.();
		this.#engine?.close();
		this.#engine = undefined;
		this.#tcp.close();
	}
}

function brokenOff(error: unknown): string {
	const message = error instanceof Error && error.message !== "" ? `: ${error.message}` : "";
	return `the connection broke during the handshake${message}`;
}
