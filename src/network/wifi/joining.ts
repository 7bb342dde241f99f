import type { Cancel, Clock } from "../../clock";
import type { WifiNetwork, WifiRadio } from "../wifi-radio";
import type { WifiObstacle } from "../wifi-state";

/** A network that gives no address within this time, ms, is left. */
const JOIN_TIMEOUT = 30_000;

/** Why the device is in no network, and which one it should be in. */
export interface JoinFailure {
	readonly ssid?: string;
	readonly reason: WifiObstacle;
}

/** What joining takes, and who is told. */
export interface JoiningOptions {
	readonly radio: Pick<WifiRadio, "join" | "leave">;
	readonly clock: Pick<Clock, "after">;
	/** It tries this one. */
	onTry(network: WifiNetwork): void;
	/** It is in this one. */
	onUp(network: WifiNetwork): void;
	/** None of them takes us; told is what a person can mend, as far as that is known. */
	onFailed(failure: JoinFailure): void;
	/** It was in this one. */
	onLost(failure: JoinFailure): void;
}

/** Tries networks one after the other until one takes us, and tells when that one is lost. */
export class Joining {
	readonly #options: JoiningOptions;
	/** Changes whenever what is under way no longer matters. */
	#turn = 0;
	#cancel: Cancel | undefined = undefined;
	#joined = false;

	constructor(options: JoiningOptions) {
		this.#options = options;
	}

	/** Leaves the network that it is in, if any, for the first of these that takes us. */
	begin(networks: readonly WifiNetwork[]): void {
		this.try(networks, { reason: "wifi-absent" });
	}

	/** Leaves, or gives up; nothing is told any more. */
	leave(): void {
		this.#turn += 1;
		this.#cancel?.();
		this.#options.radio.leave();
	}

	private try(networks: readonly WifiNetwork[], failure: JoinFailure): void {
		const { radio, clock, onTry, onUp, onFailed } = this.#options;
		const [network, ...others] = networks;
		this.#turn += 1;
		this.#cancel?.();
		this.#joined = false;
		if (network === undefined) {
			onFailed(failure);
			return;
		}
		const turn = this.#turn;
		const down = (reason: WifiObstacle) => {
			if (turn === this.#turn) this.down({ ssid: network.ssid, reason }, others, failure);
		};
		onTry(network);
		this.#cancel = clock.after(JOIN_TIMEOUT, () => {
			radio.leave();
			down("wifi-timeout");
		});
		radio.join(network, {
			onUp: () => {
				if (turn !== this.#turn || this.#joined) return;
				this.#cancel?.();
				this.#joined = true;
				onUp(network);
			},
			onDown: down,
		});
	}

	private down(failure: JoinFailure, others: readonly WifiNetwork[], before: JoinFailure): void {
		if (!this.#joined) {
			this.try(others, mendable(before, failure));
			return;
		}
		this.#turn += 1;
		this.#options.onLost(failure);
	}
}

/** Of two failures the one to be told: a wrong password before all, and anything before absence. */
function mendable(first: JoinFailure, second: JoinFailure): JoinFailure {
	if (first.reason === "wifi-password") return first;
	return second.reason === "wifi-password" || first.reason === "wifi-absent" ? second : first;
}
