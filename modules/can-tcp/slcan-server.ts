import { Session } from "./session";
import { BEL, BITRATES, type Sayable } from "./slcan";
import type { Accepted, AcceptingTCPClass, Listener, ListenerClass, TCPSocket } from "./socket";

/** So many clients are served; each costs 6 KB. */
const MOST_CLIENTS = 2;
const NO = Uint8Array.of(BEL);

/** What `SlcanServer.open` takes. */
export interface SlcanServerOptions {
	/** The listener class, and what else it is to be constructed with. */
	readonly listener: { readonly io: ListenerClass; readonly [option: string]: unknown };
	/** The class of the sockets that the listener hands over. */
	readonly socket: { readonly io: AcceptingTCPClass };
	/** TCP port. */
	readonly port: number;
	/** Bits a second on the bus: one of those that SLCAN has a digit for. */
	readonly bitrate: number;
	/** Monotonic time in ms. */
	readonly now: () => number;
}

/** Why nobody is served: the port cannot be had. */
export interface ServerFailure {
	readonly reason: "listen-failed";
}

/** What has happened since `open`. */
export interface ServerCounters {
	/** Clients now, and those turned away. */
	clients: number;
	refused: number;
	/** Frames that clients lost because they were too slow for them. */
	dropped: number;
}

/**
 * Shows a CAN bus to clients that speak SLCAN. They only listen: there is nobody here to whom a frame of theirs could
 * be given, so each is answered by BEL, also after `O`.
 */
export class SlcanServer {
	readonly #options: SlcanServerOptions;
	readonly #sessions: Session[] = [];
	readonly #counters: ServerCounters = { clients: 0, refused: 0, dropped: 0 };
	/** Frames lost by clients that are gone. */
	#droppedBefore = 0;
	#listener: Listener | undefined = undefined;
	/** The last one turned away, until it has heard that. */
	#refused: TCPSocket | undefined = undefined;

	private constructor(options: SlcanServerOptions) {
		this.#options = options;
		const { io, ...more } = options.listener;
		this.#listener = new io({ ...more, port: options.port, onReadable: () => this.accept() });
	}

	/** Begins to listen. */
	static open(options: SlcanServerOptions): SlcanServer | ServerFailure {
		try {
			return new SlcanServer(options);
		} catch {
			return { reason: "listen-failed" };
		}
	}

	/** What has happened so far; the same object each time, brought up to date by reading this. */
	get counters(): Readonly<ServerCounters> {
		const dropped = this.#sessions.reduce((sum, session) => sum + session.dropped, 0);
		this.#counters.clients = this.#sessions.length;
		this.#counters.dropped = this.#droppedBefore + dropped;
		return this.#counters;
	}

	/** A frame was on the bus. Allocates nothing; it goes out with the next `poll`. */
	frame(frame: Sayable): void {
		for (let index = 0; index < this.#sessions.length; index++) this.#sessions[index]?.frame(frame);
	}

	/** To be called every 50 ms or so: sends what was on the bus. */
	poll(): void {
		for (let index = this.#sessions.length - 1; index >= 0; index--) this.#sessions[index]?.poll();
	}

	/** Ends all connections. May be called twice. */
	close(): void {
		this.#listener?.close();
		this.#listener = undefined;
		this.#refused?.close();
		for (const session of this.#sessions.splice(0)) session.close();
	}

	private accept(): void {
		for (let from = this.#listener?.read(); from !== undefined; from = this.#listener?.read()) {
			if (this.#sessions.length < MOST_CLIENTS) this.serve(from);
			else this.turnAway(from);
		}
	}

	private serve(from: Accepted): void {
		const { socket, bitrate, now } = this.#options;
		const session = new Session(socket.io, from, {
			speed: BITRATES.indexOf(bitrate),
			now,
			onEnd: (ended) => this.forget(ended),
		});
		this.#sessions.push(session);
	}

	private forget(session: Session): void {
		const index = this.#sessions.indexOf(session);
		if (index < 0) return;
		this.#sessions.splice(index, 1);
		this.#droppedBefore += session.dropped;
	}

	/** Says no before it hangs up. Who comes meanwhile is more important than whoever does not listen to that. */
	private turnAway(from: Accepted): void {
		this.#counters.refused += 1;
		this.#refused?.close();
		const socket = new this.#options.socket.io({
			from,
			onReadable: () => {},
			onWritable: () => {
				try {
					socket.write(NO);
				} catch {
					// It has gone by itself.
				}
				socket.close();
			},
			onError: () => socket.close(),
		});
		this.#refused = socket;
	}
}
