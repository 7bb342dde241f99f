import type { Cancel, Clock } from "../../clock";
import { BackOff } from "../back-off";
import type { Wifi } from "../wifi";
import type { HostedNetwork, ScanResult, WifiNetwork, WifiRadio } from "../wifi-radio";
import type { WifiState } from "../wifi-state";
import { inOrder, isSame, reachable } from "./choice";
import { type JoinFailure, Joining } from "./joining";
import { SetupHost } from "./setup-host";
import { SharedScan } from "./shared-scan";

/** Who comes home waits no longer than this for the next attempt, ms. */
const LONGEST_PAUSE = 60_000;
/** A network that has lasted this long is stable; then its signal is looked at as often, ms. */
const MINUTE = 60_000;
/** How long the setup network is open when nothing can be joined after the start, ms. */
const RESCUE = 5 * MINUTE;
/** A signal below this, dBm, for so many minutes makes it look for a better one, and again after so many more. */
const WEAK = Object.freeze({ below: -80, minutes: 3, again: 10 });
/** It moves when another signal is better by this, dB: for less it might move back and forth. */
const BETTER = 10;

/** What keeping the Wi-Fi takes, and who is told. */
export interface WifiKeeperOptions {
	readonly radio: WifiRadio;
	readonly clock: Clock;
	/** Uniform in [0, 1). */
	readonly random: () => number;
	/** Those that the device knows. */
	readonly networks: readonly WifiNetwork[];
	/** Its own, for whoever sets it up. */
	readonly setup: HostedNetwork;
	/** Whether it is known that the car is being driven; left out: it never is. */
	readonly isDriving?: () => boolean;
	onState(state: WifiState): void;
}

/**
 * Keeps the device in the best of the networks that it knows, and otherwise reachable by one of its own:
 *
 * - It knows none: the setup network is open.
 * - It is in none: it tries those within reach, the strongest first, and again after growing pauses. When the first round
 *   after the start comes to nothing, the setup network is open for five minutes, but not while the car is driven.
 * - It is in one: for as long as that lasts, or until another is much stronger. After a minute the setup network closes.
 */
export class WifiKeeper implements Wifi {
	readonly #options: WifiKeeperOptions;
	readonly #backOff: BackOff;
	readonly #scans: SharedScan;
	readonly #setup: SetupHost;
	readonly #joining: Joining;
	#networks: readonly WifiNetwork[];
	#state: Omit<WifiState, "hosting"> = { state: "setup" };
	/** Changes whenever a scan under way no longer matters. */
	#turn = 0;
	#cancel: Cancel | undefined = undefined;
	/** The one that it is in. */
	#network: WifiNetwork | undefined = undefined;
	#weakMinutes = 0;
	/** Not known to last a minute: if it is lost before, it comes last in the next round. */
	#shaky: string | undefined = undefined;
	/** The setup network stays open: whoever is in it has not finished. */
	#trial = false;
	/** The setup network is to open when this round comes to nothing. */
	#rescue = true;

	constructor(options: WifiKeeperOptions) {
		const { radio, clock, random, networks, setup: network, isDriving = () => false } = options;
		this.#options = options;
		this.#networks = networks;
		this.#backOff = new BackOff(random, { longest: LONGEST_PAUSE });
		this.#scans = new SharedScan(radio, clock);
		this.#setup = new SetupHost({ radio, network, clock, isDriving, onChange: () => this.tell(this.#state) });
		this.#joining = new Joining({
			...{ radio, clock },
			onTry: ({ ssid }) => this.tell({ state: "joining", ssid }),
			onUp: (network) => this.joined(network),
			onFailed: (failure) => this.retry(failure),
			onLost: (failure) => this.retry(failure),
		});
	}

	isUp(): boolean {
		return this.#network !== undefined;
	}

	get obstacle(): WifiState["reason"] {
		return this.#state.reason;
	}

	get hosting(): boolean {
		return this.#setup.isOpen;
	}

	get state(): WifiState {
		const rssi = this.isUp() ? this.#options.radio.rssi() : undefined;
		return { ...this.#state, ...(rssi !== undefined && { rssi }), hosting: this.hosting };
	}

	/** To be called once, before all the rest. */
	start(): void {
		if (this.#networks.length > 0) {
			this.look();
			return;
		}
		const wasOpen = this.hosting;
		this.#state = { state: "setup" };
		this.#setup.open();
		// When it opens, that is told.
		if (wasOpen || !this.hosting) this.tell(this.#state);
	}

	stop(): void {
		this.leave();
		this.#setup.close();
	}

	scan(onDone: (result: ScanResult) => void): void {
		this.#scans.scan(onDone);
	}

	setNetworks(networks: readonly WifiNetwork[], trial = false): void {
		const network = this.#network;
		this.#networks = networks;
		this.#trial = trial;
		if (network !== undefined && networks.some((known) => isSame(known, network))) {
			this.awaitMinute();
			return;
		}
		this.leave();
		this.#scans.hold(false);
		this.#backOff.reset();
		this.#rescue = !this.hosting;
		if (this.hosting) this.#setup.open();
		this.start();
	}

	private tell(state: Omit<WifiState, "hosting">): void {
		this.#state = state;
		this.#options.onState(this.state);
	}

	private leave(): void {
		this.pause();
		this.#joining.leave();
	}

	/** It is in no network, and waits for nothing. */
	private pause(): void {
		this.#turn += 1;
		this.#cancel?.();
		this.#network = undefined;
	}

	/** Calls back unless something else has become of it by then. */
	private scanInTurn(onDone: (result: ScanResult) => void): void {
		const turn = this.#turn;
		this.#scans.scan((result) => {
			if (turn === this.#turn) onDone(result);
		});
	}

	private look(): void {
		this.tell({ state: "joining" });
		this.scanInTurn((result) => this.join(inOrder(this.#networks, result, this.#shaky)));
	}

	private join(networks: readonly WifiNetwork[]): void {
		this.pause();
		this.#scans.hold(true);
		this.#joining.begin(networks);
	}

	private joined(network: WifiNetwork): void {
		this.#scans.hold(false);
		this.#network = network;
		this.#shaky = network.ssid;
		this.#rescue = false;
		this.awaitMinute();
		this.tell({ state: "up", ssid: network.ssid });
	}

	private retry(failure: JoinFailure): void {
		this.pause();
		this.#scans.hold(false);
		const retryMs = this.#backOff.after(failure.reason);
		this.#cancel = this.#options.clock.after(retryMs, () => this.look());
		this.tell({ state: "waiting", ...failure, retryMs });
		if (this.#rescue) this.#setup.openFor(RESCUE);
		this.#rescue = false;
	}

	private awaitMinute(): void {
		this.#cancel?.();
		this.#cancel = this.#options.clock.after(MINUTE, () => this.minutePassed());
	}

	private minutePassed(): void {
		this.#backOff.reset();
		this.#shaky = undefined;
		if (!this.#trial) this.#setup.close();
		this.awaitMinute();
		const rssi = this.#options.radio.rssi();
		this.#weakMinutes = rssi !== undefined && rssi < WEAK.below ? this.#weakMinutes + 1 : 0;
		if (this.#weakMinutes < WEAK.minutes) return;
		this.#weakMinutes -= WEAK.again;
		this.scanInTurn((result) => this.moveFrom(rssi ?? 0, result));
	}

	private moveFrom(rssi: number, result: ScanResult): void {
		const [best] = "reason" in result ? [] : reachable(this.#networks, result);
		if (best !== undefined && best.rssi >= rssi + BETTER) this.join([best.network]);
	}
}
