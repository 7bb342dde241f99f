import type { Cancel, Clock } from "../../clock";
import type { HostedNetwork, Hosting } from "../wifi-radio";

/** How often it is looked at whether the network may stay, and tried again when it could not be opened, ms. */
const LOOK = 5000;

/** What the setup network takes, and whom it tells. */
export interface SetupHostOptions {
	readonly radio: Hosting;
	readonly network: HostedNetwork;
	readonly clock: Pick<Clock, "monotonic" | "after">;
	isDriving(): boolean;
	/** It has been opened or closed. */
	onChange(): void;
}

/** The setup network: open until it is closed, or for a while in which nobody drives. */
export class SetupHost {
	readonly #options: SetupHostOptions;
	/** Monotonic time, ms, at which it is to be closed; `undefined` while it is not wanted. */
	#until: number | undefined = undefined;
	#open = false;
	#cancel: Cancel | undefined = undefined;

	constructor(options: SetupHostOptions) {
		this.#options = options;
	}

	get isOpen(): boolean {
		return this.#open;
	}

	/** Opens it until `close`, whatever else happens. */
	open(): void {
		this.keep(Number.POSITIVE_INFINITY);
	}

	/** Opens it for `ms`, or until somebody drives. */
	openFor(ms: number): void {
		this.keep(this.#options.clock.monotonic() + ms);
	}

	close(): void {
		this.#cancel?.();
		this.#until = undefined;
		if (!this.#open) return;
		this.#open = false;
		this.#options.radio.stopHosting();
		this.#options.onChange();
	}

	private keep(until: number): void {
		this.#until = until;
		this.look();
	}

	private look(): void {
		const { radio, network, clock, isDriving, onChange } = this.#options;
		const { POSITIVE_INFINITY: FOREVER } = Number;
		const until = this.#until ?? 0;
		this.#cancel?.();
		if (until < FOREVER && (clock.monotonic() >= until || isDriving())) {
			this.close();
			return;
		}
		const opens = !this.#open && radio.host(network) === undefined;
		if (opens) this.#open = true;
		if (until < FOREVER || !this.#open) this.#cancel = clock.after(LOOK, () => this.look());
		if (opens) onChange();
	}
}
