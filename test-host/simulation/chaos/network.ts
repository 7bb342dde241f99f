import type { TCPClass, TCPOptions, TCPSocket } from "../../../modules/mqtt/socket";
import type { Clock } from "../../../src/clock";
import type { Random } from "../../helpers/seeded";
import type { Listener, Port, ServerEnd } from "../../modules/mqtt/model-broker/server-socket";

/** What the sockets hold of what has not gone out, bytes. */
const BUFFER = 2048;
/** No slice of the stream is longer, bytes. */
const SEGMENT = 1460;
const LATENCY_MS = 20;
/** One byte takes so long when the network is slow, ms. */
const SLOW_MS = 2;

/** One direction of a connection: bytes arrive in slices of any length, late, in order, until it ends. */
class Stream {
	/** Bytes that have not arrived yet. */
	readonly #bytes: number[] = [];
	readonly #network: Network;
	readonly #arrive: (bytes: Uint8Array) => void;
	readonly #onEmpty: () => void;
	#moving = false;
	/** Nothing arrives any more, and nobody is told. */
	silent = false;
	/** After so many bytes the connection breaks. */
	breaksAfter = Infinity;
	onBreak: () => void = () => {};

	constructor(network: Network, arrive: (bytes: Uint8Array) => void, onEmpty: () => void) {
		this.#network = network;
		this.#arrive = arrive;
		this.#onEmpty = onEmpty;
	}

	get length(): number {
		return this.#bytes.length;
	}

	push(bytes: Uint8Array): void {
		for (const byte of bytes) this.#bytes.push(byte);
		this.#move();
	}

	#move(): void {
		if (this.#moving || this.#bytes.length === 0) return;
		this.#moving = true;
		const { slow, clock } = this.#network;
		clock.after(slow ? SLOW_MS : LATENCY_MS, () => {
			this.#moving = false;
			if (this.silent) return;
			const { random } = this.#network;
			const most = slow ? 1 : 1 + Math.floor(random() * SEGMENT);
			const slice = Uint8Array.from(this.#bytes.splice(0, Math.min(most, this.breaksAfter)));
			this.breaksAfter -= slice.length;
			if (slice.length > 0) this.#arrive(slice);
			if (this.breaksAfter <= 0) this.onBreak();
			else if (this.#bytes.length === 0) this.#onEmpty();
			this.#move();
		});
	}
}

/** One connection with its two ends. */
class Connection {
	readonly up: Stream;
	readonly down: Stream;
	readonly #options: TCPOptions;
	readonly #unread: number[] = [];
	#server: ServerEnd | undefined = undefined;
	#clientOpen = true;
	#serverOpen = false;
	#credit = 0;

	constructor(network: Network, options: TCPOptions) {
		this.#options = options;
		this.up = new Stream(
			network,
			(bytes) => {
				if (this.#serverOpen) this.#server?.onData(bytes);
				this.#offer();
			},
			() => {
				if (!this.#clientOpen) this.closeServer();
			},
		);
		this.down = new Stream(
			network,
			(bytes) => {
				if (!this.#clientOpen) return;
				this.#unread.push(...bytes);
				options.onReadable(this.#unread.length);
			},
			() => {
				if (!this.#serverOpen) this.failClient();
			},
		);
		for (const stream of [this.up, this.down]) stream.onBreak = () => this.break();
	}

	/** Both ends are open and not cut off. */
	get alive(): boolean {
		return this.#clientOpen && this.#serverOpen && !this.up.silent;
	}

	accept(listener: Listener): void {
		this.#serverOpen = true;
		this.#server = listener({
			send: (bytes) => {
				if (this.#serverOpen) this.down.push(bytes);
			},
			close: (reset = false) => {
				this.#serverOpen = false;
				if (reset || this.down.length === 0) this.failClient();
			},
		});
		this.#offer();
	}

	read(count = this.#unread.length): ArrayBuffer | undefined {
		const bytes = this.#unread.splice(0, count);
		return bytes.length === 0 ? undefined : Uint8Array.from(bytes).buffer;
	}

	write(bytes: Uint8Array): void {
		if (bytes.length > this.#credit) throw new Error("overflow");
		this.#credit -= bytes.length;
		this.up.push(bytes);
	}

	closeClient(): void {
		this.#clientOpen = false;
		if (this.up.length === 0 && !this.up.silent) this.closeServer();
	}

	/** Both ends are told that it is over, unless one of them is cut off already. */
	break(): void {
		this.failClient();
		this.closeServer();
		this.silence();
	}

	/** Neither end is told that nothing arrives any more. */
	silence(): void {
		this.up.silent = true;
		this.down.silent = true;
	}

	closeServer(): void {
		if (!this.#serverOpen || this.up.silent) return;
		this.#serverOpen = false;
		this.#server?.onClosed();
	}

	failClient(reason?: string): void {
		if (!this.#clientOpen || this.down.silent) return;
		this.#clientOpen = false;
		this.#options.onError(reason === undefined ? undefined : { reason });
	}

	#offer(): void {
		if (!this.#clientOpen) return;
		this.#credit = BUFFER - this.up.length;
		if (this.#credit > 0) this.#options.onWritable(this.#credit);
	}
}

/** TCP in simulated time, with everything that goes wrong with it. */
export class Network implements Port {
	readonly TCP: TCPClass;
	readonly clock: Clock;
	readonly random: Random;
	listener: Listener | undefined = undefined;
	/** Bytes arrive one at a time. */
	slow = false;
	#latest: Connection | undefined = undefined;

	constructor(clock: Clock, random: Random) {
		this.clock = clock;
		this.random = random;
		const network = this;
		this.TCP = class implements TCPSocket {
			readonly #connection: Connection;

			constructor(options: TCPOptions) {
				const connection = new Connection(network, options);
				this.#connection = connection;
				network.#latest = connection;
				clock.after(2 * LATENCY_MS, () => {
					if (network.listener === undefined) connection.failClient("tcp-refused");
					else connection.accept(network.listener);
				});
			}

			read(count?: number): ArrayBuffer | undefined {
				return this.#connection.read(count);
			}

			write(bytes: Uint8Array): void {
				this.#connection.write(bytes);
			}

			close(): void {
				this.#connection.closeClient();
			}
		};
	}

	/** The connection breaks after so many more bytes from the client (`up`) or to it. */
	cut(direction: "up" | "down", bytes: number): void {
		if (this.#latest !== undefined) this.#latest[direction].breaksAfter = bytes;
	}

	/** The client is told that the connection is over, the server is not. */
	cutOneSided(): void {
		const connection = this.#latest;
		if (connection === undefined) return;
		connection.up.silent = true;
		connection.failClient();
	}

	/** The connection becomes half-open. @returns Whether there was one. */
	silence(): boolean {
		const connection = this.#latest;
		if (connection === undefined || !connection.alive) return false;
		connection.silence();
		return true;
	}
}
