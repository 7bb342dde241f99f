import type { TLSEngine } from "./engine";
import type { TLSMemory, TLSOptions } from "./tls-options";

/** Largest record that the server is asked to send, bytes. One that does not obey may send up to 16384. */
const LARGEST_RECORD = 4096;

/** Continues the session of an earlier connection, and keeps that of this one for the next. */
export class Resumption {
	readonly #memory: TLSMemory;
	#offered: ArrayBuffer | undefined = undefined;

	constructor(memory: TLSMemory) {
		this.#memory = memory;
	}

	/** Makes an engine that offers the session, if there is one. `now` is in ms since 1970 UTC. */
	start({ host, secure, engine: Engine }: TLSOptions, now: number): TLSEngine {
		this.#offered = this.#memory.session;
		// A session that makes trouble does not make it again.
		this.#memory.session = undefined;
		return new Engine(
			secure.serverName ?? host,
			Math.floor(now / 1000),
			secure.certificate,
			secure.clientCertificate,
			secure.clientKey,
			this.#offered,
			LARGEST_RECORD,
		);
	}

	/** Keeps what an engine whose handshake is done has to tell. */
	remember(engine: TLSEngine): void {
		// A server need not give a new one; the old one does it again then.
		this.#memory.session = engine.session() ?? this.#memory.session ?? this.#offered;
		this.#memory.expires = engine.expiry() * 1000;
	}
}
