import type { Cancel, Clock } from "../clock";
import { BackOff } from "./back-off";
import type { Network } from "./network";
import type { WifiFailure, WifiNetwork, WifiRadio } from "./wifi-radio";

/** A network that gives no address within this time, ms, is left. */
const JOIN_TIMEOUT = 30_000;
/** Who comes home waits no longer than this for the next attempt, ms. */
const LONGEST_PAUSE = 60_000;

/** Where the device stands with its Wi-Fi. */
export type WifiState =
	| { readonly state: "joining" | "up" }
	| { readonly state: "waiting"; readonly reason: WifiFailure | "wifi-timeout"; readonly retryMs: number };

/** What a station needs, and whom it tells. */
export interface StationOptions {
	readonly radio: Pick<WifiRadio, "join" | "leave">;
	readonly network: WifiNetwork;
	readonly clock: Clock;
	/** Uniform in [0, 1). */
	readonly random: () => number;
	onState(state: WifiState): void;
}

/** Keeps the device in one Wi-Fi network: joins it, and joins it again after growing pauses, up to a minute. */
export class Station implements Network {
	readonly #options: StationOptions;
	readonly #backOff: BackOff;
	#up = false;
	#cancel: Cancel | undefined = undefined;

	constructor(options: StationOptions) {
		this.#options = options;
		this.#backOff = new BackOff(options.random, { longest: LONGEST_PAUSE });
	}

	isUp(): boolean {
		return this.#up;
	}

	/** Joins the network, for good. */
	start(): void {
		const { radio, network, clock, onState } = this.#options;
		onState({ state: "joining" });
		this.#cancel = clock.after(JOIN_TIMEOUT, () => {
			radio.leave();
			this.retry("wifi-timeout");
		});
		radio.join(network, { onUp: () => this.joined(), onDown: (reason) => this.retry(reason) });
	}

	private joined(): void {
		this.#cancel?.();
		this.#up = true;
		this.#backOff.reset();
		this.#options.onState({ state: "up" });
	}

	private retry(reason: WifiFailure | "wifi-timeout"): void {
		const { clock, onState } = this.#options;
		this.#cancel?.();
		this.#up = false;
		const retryMs = this.#backOff.after(reason);
		onState({ state: "waiting", reason, retryMs });
		this.#cancel = clock.after(retryMs, () => this.start());
	}
}
