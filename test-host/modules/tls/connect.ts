import { Duplex } from "node:stream";
import { createSecureContext, type SecureContextOptions, TLSSocket, type TLSSocketOptions } from "node:tls";
import { Step } from "../../../modules/tls/engine";
import { FAILURES } from "../../../modules/tls/failures";
import { type HostEngine, type HostEngineClass, loadHostTLS } from "../../virtual/tls/host-engine";

const host = loadHostTLS();
/** Why the engine is not there, if it is not. */
export const problem = "problem" in host ? host.problem : undefined;
if (problem?.includes("failed")) throw new Error(problem);

/** The library inside, with its version. */
export const library = "problem" in host ? undefined : host.library;

/** The class of engines. */
export function engineClass(): HostEngineClass {
	if ("problem" in host) throw new Error(host.problem);
	return host.Engine;
}

/** How a test's client is. */
export interface ClientOptions {
	readonly name?: string;
	/** Milliseconds since 1970 UTC; now when left out. */
	readonly now?: number;
	readonly ca?: string | ArrayBuffer | undefined;
	readonly certificate?: string | ArrayBuffer | undefined;
	readonly key?: string | ArrayBuffer | undefined;
	readonly session?: ArrayBuffer | undefined;
	readonly largestRecord?: number;
	readonly seed?: Uint8Array;
}

/** Makes an engine. */
export function makeEngine(options: ClientOptions): HostEngine {
	const { name = "broker.example.com", now = Date.now(), ca, certificate, key, session } = options;
	const { largestRecord = 4096, seed } = options;
	const Engine = engineClass();
	return new Engine(name, Math.floor(now / 1000), ca, certificate, key, session, largestRecord, seed);
}

/** What may happen to bytes on their way. */
export type Tamper = (bytes: Buffer) => Buffer;

/** A server of Node, with OpenSSL inside, at the other end of a wire that a test may tamper with. */
export class Server {
	readonly socket: TLSSocket;
	/** Everything the server has received in clear. */
	received = Buffer.alloc(0);
	#toClient: Buffer[] = [];
	readonly #wire: Duplex;
	#error: Error | undefined = undefined;

	constructor(context: SecureContextOptions, options: TLSSocketOptions = {}) {
		this.#wire = new Duplex({
			read: () => {},
			write: (chunk: Buffer, _encoding, done) => {
				this.#toClient.push(chunk);
				done();
			},
		});
		this.#wire.on("error", () => {});
		const secureContext = createSecureContext(context);
		this.socket = new TLSSocket(this.#wire as never, { isServer: true, secureContext, ...options });
		this.socket.on("error", (error) => {
			this.#error = error;
		});
		this.socket.on("data", (bytes: Buffer) => {
			this.received = Buffer.concat([this.received, bytes]);
		});
	}

	/** Ciphertext from the client. */
	push(bytes: ArrayBuffer): void {
		this.#wire.push(Buffer.from(bytes));
	}

	/** Ciphertext for the client since the last call. */
	take(): Buffer {
		return Buffer.concat(this.#toClient.splice(0));
	}

	/** What went wrong at the server. */
	get problem(): string | undefined {
		return this.#error?.message;
	}

	end(): void {
		this.socket.destroy();
		this.#wire.destroy();
	}
}

const turn = () => new Promise<void>((resolve) => setImmediate(resolve));

/** Turns in which nothing moves any more before a connection counts as standing still; OpenSSL works in threads. */
const PATIENCE = 40;

/** An engine and a server, with the wire between them. */
export class Connection {
	readonly engine: HostEngine;
	readonly server: Server;
	/** Everything the engine has handed out in clear. */
	received = Buffer.alloc(0);
	/** The largest record that has come, bytes. */
	largest = 0;
	readonly #tamper: Tamper;
	#underway = Buffer.alloc(0);

	constructor(engine: HostEngine, server: Server, tamper: Tamper = (bytes) => bytes) {
		this.engine = engine;
		this.server = server;
		this.#tamper = tamper;
	}

	/** Runs until `condition` holds or nothing moves any more. */
	async run(condition: () => boolean = () => false): Promise<void> {
		for (let idle = 0; idle < PATIENCE && !condition(); idle++) {
			if (this.#move()) idle = 0;
			await turn();
		}
	}

	/** Moves what can be moved at once; whether anything could. */
	#move(): boolean {
		const { engine, server } = this;
		let moved = false;
		for (let step = engine.step(); ; step = engine.step()) {
			moved = this.#send() || moved;
			if (step === Step.readable) {
				this.largest = Math.max(this.largest, engine.readable());
				this.received = Buffer.concat([this.received, Buffer.from(engine.read(700) ?? new ArrayBuffer(0))]);
			} else if (step === Step.failed || (step === Step.starved && !this.#feed())) break;
			moved = true;
		}
		this.#underway = Buffer.concat([this.#underway, this.#tamper(server.take())]);
		return moved || this.#underway.length > 0;
	}

	#send(): boolean {
		const bytes = this.engine.drain(100_000);
		if (bytes !== undefined) this.server.push(bytes);
		return bytes !== undefined;
	}

	#feed(): boolean {
		const count = Math.min(this.#underway.length, this.engine.room());
		this.engine.feed(this.#underway.subarray(0, count));
		this.#underway = this.#underway.subarray(count);
		return count > 0;
	}

	end(): void {
		this.engine.close();
		this.server.end();
	}
}

/** What came of a handshake: `open`, or why not. */
export async function outcome(connection: Connection): Promise<string> {
	const { engine } = connection;
	await connection.run(() => engine.isOpen() || engine.failure() !== 0);
	if (engine.isOpen()) return "open";
	return FAILURES[engine.failure()]?.text ?? "stuck";
}
