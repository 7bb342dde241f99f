import { BitrateWatch } from "./bitrate-watch";
import type { Controller } from "./controller";
import type { Counters } from "./counters";
import { Crowding } from "./crowding";
import type { ChipEvents } from "./flags";
import type { ErrorReason } from "./options";
import { Interrupt } from "./registers";
import type { Turns } from "./turns";

/** How often the chip's settings are looked at, and a lost chip is tried again, ms. */
const CHECK_PERIOD = 1000;
/** Flags that do not interrupt, or whose interrupt has not been served. */
const UNSERVED = Interrupt.messageError | Interrupt.error | Interrupt.wake;

/** What a `Supervisor` works with. */
export interface SupervisorOptions {
	readonly controller: Controller;
	readonly turns: Turns;
	readonly counters: Counters;
	/** Monotonic time, ms. */
	readonly now: () => number;
	/** Looks at INT and serves the chip. */
	readonly serve: () => void;
	/** Handles the chip's flags whatever INT says. */
	readonly handleFlags: () => void;
	readonly onError: (reason: ErrorReason) => void;
	readonly onWake: () => void;
}

/** What is done beside receiving and sending: turns, looking after the chip's health, and bringing it back. */
export class Supervisor implements ChipEvents {
	readonly #options: SupervisorOptions;
	readonly #bitrate = new BitrateWatch();
	readonly #crowding = new Crowding();
	#checkedAt: number;
	#lost = false;
	#stopped = false;

	constructor(options: SupervisorOptions) {
		this.#options = options;
		this.#checkedAt = options.now();
	}

	/** Whether the chip does not answer. */
	get lost(): boolean {
		return this.#lost;
	}

	/** Nothing is done any more, even if `poll` is at work. */
	stop(): void {
		this.#stopped = true;
	}

	/** See `MCP2515.poll`. */
	poll(): void {
		if (this.#stopped) return;
		const now = this.#options.now();
		if (!this.#lost) {
			this.#options.serve();
			this.takeTurns(now);
		}
		if (this.#stopped || now - this.#checkedAt < CHECK_PERIOD) return;
		this.#checkedAt = now;
		this.check();
	}

	/** Nothing that was to be sent is sent afterwards; whether to try again is for the application to say. */
	onBusOff(): void {
		const { controller, counters, onError } = this.#options;
		counters.busOffs += 1;
		if (!controller.leaveBus()) this.restart();
		if (!this.#stopped) onError("bus-off");
	}

	onWake(): void {
		const { controller, onWake } = this.#options;
		if (controller.mode !== "sleep") return;
		if (controller.hasWoken()) onWake();
		else this.restart();
	}

	/** In listen-only mode alone: otherwise a request may be under way, whose reply would be lost. */
	private takeTurns(now: number): void {
		const { controller, counters, turns, serve } = this.#options;
		if (controller.mode !== "listen-only") return;
		const crowded = controller.canSpread && this.#crowding.look(counters.overflows, now);
		if (!crowded && !turns.isOver(now)) return;
		if (crowded) counters.crowded = 1;
		if (crowded ? controller.letAllTakeTurns(now) : controller.passTurn(now)) serve();
		else this.restart();
	}

	private check(): void {
		const { controller, counters, handleFlags, onError } = this.#options;
		const flags = this.#lost ? undefined : controller.inspect();
		if (flags === undefined) {
			this.restart();
			return;
		}
		if (flags & UNSERVED) handleFlags();
		if (this.#stopped || controller.mode !== "listen-only") return;
		if (this.#bitrate.look(counters)) onError("wrong-bitrate");
	}

	private restart(): void {
		const { controller, counters, onError } = this.#options;
		if (controller.start() === undefined) {
			this.#lost = false;
			counters.restarts += 1;
			onError("restarted");
		} else if (!this.#lost) {
			this.#lost = true;
			onError("no-chip");
		}
	}
}
