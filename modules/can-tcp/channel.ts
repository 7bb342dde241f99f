import { ByteQueue } from "./byte-queue";
import { Commands } from "./commands";
import { beginsFrame, LONGEST_FRAME, parseFrame, writeFrame } from "./frame-text";
import { hexValue } from "./hex";
import { LineReader } from "./line-reader";
import { CR, emptySlcanFrame, Letter, type Sayable, type SlcanFrame } from "./slcan";
import type { TCPClass, TCPSocket } from "./socket";

/** So many commands, each as long as the longest frame, fit into the queue. */
const QUEUE_SIZE = 16 * LONGEST_FRAME;
/** After as many lines in a row that are none, somebody else than an SLCAN server is there. */
const MOST_GARBAGE = 8;

/** Where to connect, and with what. */
export interface ChannelOptions {
	readonly host: string;
	readonly port: number;
	/** The TCP class, and what else it is to be constructed with. */
	readonly socket: { readonly io: TCPClass; readonly [option: string]: unknown };
	/** Monotonic time in ms. */
	readonly now: () => number;
}

/** Why a channel is of no use any more: the connection ended, answers do not come, or what comes makes no sense. */
export type ChannelFailure = "ended" | "silent" | "garbage";

/** What a channel tells, never from inside a method but `poll`, and not after `close`. */
export interface ChannelEvents {
	/** The connection stands. */
	onConnected(): void;
	onFrame(frame: SlcanFrame): void;
	/** A command was answered: obeyed or refused. */
	onAnswer(letter: number, obeyed: boolean): void;
	/** The answer to `F`. */
	onFlags(flags: number): void;
	onFailed(failure: ChannelFailure): void;
}

/** One connection to an SLCAN server: commands and frames instead of bytes. */
export class Channel {
	readonly #now: () => number;
	readonly #events: ChannelEvents;
	readonly #queue = new ByteQueue(QUEUE_SIZE);
	readonly #commands = new Commands();
	readonly #frame = emptySlcanFrame();
	readonly #reader: LineReader;
	#socket: TCPSocket | undefined = undefined;
	#connected = false;
	#garbage = 0;
	/** Told by the next `poll`. */
	#failure: ChannelFailure | undefined = undefined;
	#closed = false;

	/** Begins to connect. */
	constructor({ host, port, socket, now }: ChannelOptions, events: ChannelEvents) {
		this.#now = now;
		this.#events = events;
		this.#reader = new LineReader({
			onLine: (line, length) => this.take(line, length),
			onBell: () => this.answer(false),
			onTooLong: () => this.reject(),
		});
		const { io, ...more } = socket;
		try {
			this.#socket = new io({
				...more,
				host,
				port,
				onReadable: () => this.receive(),
				onWritable: (count) => this.send(count),
				onError: () => this.fail("ended"),
			});
		} catch {
			this.#failure = "ended";
		}
	}

	/** Whether the connection stands. */
	get connected(): boolean {
		return this.#connected;
	}

	/** How many more commands can be under way. */
	get room(): number {
		return this.#commands.room;
	}

	/** Sends a command: its letter and what follows that. Where there is no room, the other side is beyond hope. */
	command(letter: number, argument = ""): void {
		if (this.room === 0) {
			this.#failure ??= "silent";
			return;
		}
		this.#commands.add(letter, this.#now());
		this.#queue.byte(letter);
		this.#queue.text(argument);
		this.#queue.byte(CR);
		this.flush();
	}

	/** Sends a frame; there must be room for a command. */
	frame(frame: Sayable): void {
		this.#commands.add(Letter.t, this.#now());
		this.#queue.end = writeFrame(frame, this.#queue.bytes, this.#queue.end);
		this.flush();
	}

	/** Looks at the clock. */
	poll(): void {
		const failure = this.#failure ?? (this.#commands.isLate(this.#now()) ? "silent" : undefined);
		if (failure !== undefined) this.fail(failure);
	}

	close(): void {
		if (this.#closed) return;
		this.#closed = true;
		this.#socket?.close();
	}

	private receive(): void {
		const bytes = this.#closed ? undefined : this.#socket?.read();
		if (bytes !== undefined) this.#reader.push(new Uint8Array(bytes));
	}

	private send(count: number): void {
		if (this.#closed) return;
		this.#queue.offer(count);
		if (!this.#connected) {
			this.#connected = true;
			this.#events.onConnected();
		}
		this.flush();
	}

	private flush(): void {
		if (this.#closed || this.#socket === undefined) return;
		try {
			this.#queue.flush(this.#socket);
		} catch {
			// Sockets of the SDK throw when the connection has ended and they have not told it yet.
			this.#failure ??= "ended";
		}
	}

	private take(line: Uint8Array, length: number): void {
		const letter = line[0];
		if (length === 0) this.answer(true);
		else if (length > 1 && beginsFrame(letter)) this.takeFrame(line, length);
		else if (letter === Letter.F) this.takeFlags(line, length);
		else if (length === 1 && (letter === Letter.z || letter === Letter.Z)) this.answer(true, Letter.t);
		else this.reject();
	}

	private takeFrame(line: Uint8Array, length: number): void {
		if (!parseFrame(line, length, this.#frame)) {
			this.reject();
			return;
		}
		this.#garbage = 0;
		if (!this.#closed) this.#events.onFrame(this.#frame);
	}

	private takeFlags(line: Uint8Array, length: number): void {
		const flags = length === 3 ? hexValue(line, 1, 3) : undefined;
		if (flags === undefined) this.reject();
		else if (this.answer(true, Letter.F) && !this.#closed) this.#events.onFlags(flags);
	}

	/** @param letter Of the command that alone is answered so. */
	private answer(obeyed: boolean, letter = this.#commands.next): boolean {
		const next = this.#commands.next;
		if (next === undefined || next !== letter) {
			this.reject();
			return false;
		}
		this.#garbage = 0;
		this.#commands.remove(this.#now());
		if (!this.#closed) this.#events.onAnswer(next, obeyed);
		return true;
	}

	private reject(): void {
		this.#garbage += 1;
		if (this.#garbage >= MOST_GARBAGE) this.fail("garbage");
	}

	private fail(failure: ChannelFailure): void {
		if (this.#closed) return;
		this.close();
		this.#events.onFailed(failure);
	}
}
