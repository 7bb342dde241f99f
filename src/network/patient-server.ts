import type { Cancel, Clock } from "../clock";

/** Pause before a port that could not be had is tried again, ms. */
const RETRY = 1000;
/** So many attempts may fail before it is told: before there is a network nobody can listen. */
const PATIENCE = 10;

/** Why there is no server. */
interface Refusal {
	readonly reason: string;
}

/** What it takes to open a server, and who is told. */
export interface PatientServerOptions<Server> {
	readonly clock: Pick<Clock, "after">;
	readonly open: () => Server | Refusal;
	/** The server is still not open; told once. */
	readonly onFailure: (reason: string) => void;
}

/** A server that is opened as soon as there is a network in which it can listen, and waits for that as long as it takes. */
export class PatientServer<Server extends { close(): void }> {
	readonly #options: PatientServerOptions<Server>;
	#server: Server | undefined = undefined;
	#failures = 0;
	#cancel: Cancel | undefined = undefined;

	constructor(options: PatientServerOptions<Server>) {
		this.#options = options;
	}

	/** `undefined` until it is open. */
	get server(): Server | undefined {
		return this.#server;
	}

	start(): void {
		const { clock, open, onFailure } = this.#options;
		const opened = open();
		if (!isRefusal(opened)) {
			this.#server = opened;
			return;
		}
		this.#failures += 1;
		if (this.#failures === PATIENCE) onFailure(opened.reason);
		this.#cancel = clock.after(RETRY, () => this.start());
	}

	/** Closes it, or gives up. */
	stop(): void {
		this.#cancel?.();
		this.#server?.close();
	}
}

function isRefusal(opened: object): opened is Refusal {
	return "reason" in opened;
}
