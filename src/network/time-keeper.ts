import type { Cancel, Clock } from "../clock";
import type { Report } from "../event";
import type { KeyValueStore } from "../key-value-store";
import { BackOff } from "./back-off";
import { NETWORK_CHECK, type Network } from "./network";
import { noteSeen } from "./time-floor";
import type { TimeAnswer, TimeObstacle, TimeSource, TrustedTime } from "./time-source";
import { adviceFor, troubleText } from "./time-texts";

/** The clock of the ESP32 is off by about a second after this time, ms. */
const SET_AGAIN = 6 * 3_600_000;
/** The first pause before all servers are asked again, ms: less is forbidden (RFC 4330, 10). */
const FIRST_PAUSE = 15_000;

/** What keeping the time takes. */
export interface TimeKeeperOptions {
	readonly clock: Clock;
	/** Uniform in [0, 1). */
	readonly random: () => number;
	readonly source: TimeSource;
	/** Asked one after the other until one tells a time. */
	readonly servers: readonly string[];
	/** Left out where the platform has no say in it. */
	readonly network?: Network;
	/** Where the time that was seen last outlives a restart; left out, it does not. */
	readonly store?: KeyValueStore;
	readonly report: Report;
}

/**
 * Sets the clock by time servers: at the start, in pauses that grow from 15 s to 5 min while none tells a time that can
 * be believed, and every six hours after that.
 *
 * There is no time after which an unset clock is good enough. Certificates would then be judged by a time that is wrong
 * for sure: those that are valid are refused with a misleading reason, and whoever blocks NTP decides that. So a
 * connection with TLS waits, is told why, and begins as soon as a server answers.
 */
export class TimeKeeper implements TrustedTime {
	readonly #options: TimeKeeperOptions;
	readonly #backOff: BackOff;
	#cancel: Cancel | undefined = undefined;
	#obstacle: TimeObstacle = { retryMs: 0 };
	/** Of the round of questions under way. */
	#troubles: string[] = [];

	constructor(options: TimeKeeperOptions) {
		this.#options = options;
		this.#backOff = new BackOff(options.random, { first: FIRST_PAUSE });
	}

	/** Begins to ask. */
	start(): void {
		const { clock, network } = this.#options;
		this.#troubles = [];
		if (network?.isUp() === false) this.#cancel = clock.after(NETWORK_CHECK, () => this.start());
		else this.ask(0);
	}

	/** Ends for good. */
	stop(): void {
		this.#cancel?.();
	}

	get obstacle(): TimeObstacle | undefined {
		return this.#options.clock.utc() === undefined ? this.#obstacle : undefined;
	}

	/**
	 * Remembers the time as seen. Only now: a server that tells a time in the future, by mistake or not, would otherwise
	 * lock the device out until that time has come.
	 */
	verified(): void {
		const { clock, store } = this.#options;
		const utc = clock.utc();
		if (utc !== undefined && store !== undefined) noteSeen(utc, store);
	}

	private ask(index: number): void {
		const { servers, source } = this.#options;
		const server = servers[index];
		if (server === undefined) this.pause();
		else this.#cancel = source.ask(server, (answer) => this.take(index, server, answer));
	}

	private take(index: number, server: string, answer: TimeAnswer): void {
		const { clock, source, report } = this.#options;
		const told = this.believed(answer);
		if ("reason" in told) {
			this.#troubles.push(troubleText(server, told));
			report({ event: "time", server, ...told });
			this.ask(index + 1);
			return;
		}
		source.setUtc(told.utc);
		report({ event: "time", server, utc: new Date(told.utc).toISOString() });
		this.#backOff.reset();
		this.#cancel = clock.after(SET_AGAIN, () => this.start());
	}

	private believed(answer: TimeAnswer): TimeAnswer {
		const { floor } = this.#options.source;
		if ("reason" in answer || answer.utc >= floor) return answer;
		const [told, least] = [answer.utc, floor].map((utc) => new Date(utc).toISOString().slice(0, 10));
		return { reason: "before-floor", detail: `${told}, must be ${least} or later` };
	}

	/** No server was any good. */
	private pause(): void {
		const retryMs = this.#backOff.after("no-time");
		this.#obstacle = { detail: adviceFor(this.#troubles), retryMs };
		this.#cancel = this.#options.clock.after(retryMs, () => this.start());
	}
}
