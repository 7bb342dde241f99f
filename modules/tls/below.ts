import type { TLSEngine } from "./engine";
import type { TCPSocket } from "./tcp";
import type { TLSOptions } from "./tls-options";

type TCPMaker = new (options: object) => TCPSocket;

/** The socket below, which carries ciphertext. Nothing is read from it before the engine has room for it. */
export class Below {
	readonly #tcp: TCPSocket;
	readonly #onChange: () => void;
	/** How much it has to read, and how much it takes, bytes. */
	#arrived = 0;
	#credit = 0;
	#end: { readonly error: unknown } | undefined = undefined;

	/** @param onChange Something has come in, can go out, or has ended. */
	constructor({ host, port, TCP }: TLSOptions, onChange: () => void) {
		// Only its maker knows what else a class of sockets demands.
		const { io, ...more } = TCP as { io: TCPMaker };
		this.#onChange = onChange;
		this.#tcp = new io({ ...more, host, port, ...this.events() });
	}

	/** Its end and the reason, told when everything before has been read. */
	get end(): { readonly error: unknown } | undefined {
		return this.#end;
	}

	/** Whether it takes nothing for now. */
	get congested(): boolean {
		return this.#credit === 0 && this.#end === undefined;
	}

	/** Passes on to the engine what has arrived, as much as there is room for; tells whether that was anything. */
	feed(engine: TLSEngine): boolean {
		const count = Math.min(this.#arrived, engine.room());
		const bytes = count === 0 ? undefined : this.#tcp.read(count);
		this.#arrived -= count;
		if (bytes === undefined) return false;
		engine.feed(new Uint8Array(bytes));
		return true;
	}

	/** Sends what the engine has to send, as much as it takes; tells whether that was anything. */
	drain(engine: TLSEngine): boolean {
		if (this.#credit === 0 || this.#end !== undefined) return false;
		const bytes = engine.drain(this.#credit);
		if (bytes === undefined) return false;
		this.#credit -= bytes.byteLength;
		try {
			this.#tcp.write(new Uint8Array(bytes));
			return true;
		} catch (error) {
			// Sockets of the SDK throw when the connection has ended and they have not told it yet.
			this.#end = { error };
			return false;
		}
	}

	close(): void {
		this.#tcp.close();
	}

	private events() {
		return {
			onReadable: (count: number) => this.readable(count),
			onWritable: (count: number) => this.writable(count),
			onError: (error?: unknown) => this.ended(error),
		};
	}

	private readable(count: number): void {
		this.#arrived = count;
		this.#onChange();
	}

	private writable(count: number): void {
		this.#credit = count;
		this.#onChange();
	}

	private ended(error: unknown): void {
		this.#arrived = 0;
		this.#end ??= { error };
		this.#onChange();
	}
}
