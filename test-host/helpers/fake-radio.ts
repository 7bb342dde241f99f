import type { Clock } from "../../src/clock";
import type {
	FoundNetwork,
	HostedNetwork,
	ScanResult,
	WifiEvents,
	WifiNetwork,
	WifiRadio,
} from "../../src/network/wifi-radio";

/** An access point in the air. */
export interface AccessPoint {
	/** Left out: open. */
	readonly password?: string;
	/** dBm. */
	rssi: number;
	readonly hidden?: boolean;
	/** It gives no address to whoever joins. */
	readonly mute?: boolean;
}

const SCAN_MS = 2000;
const JOIN_MS = 500;
/** The driver of the ESP32 tries several times before it gives up. */
const REFUSAL_MS = 8000;

/** A radio among access points that a test moves about. Tells every misuse by throwing. */
export class FakeRadio implements WifiRadio {
	readonly air = new Map<string, AccessPoint>();
	/** Networks that it was told to join, in order. */
	readonly joins: WifiNetwork[] = [];
	scans = 0;
	hosted: HostedNetwork | undefined = undefined;
	/** The next scans end with this reason, or with nothing at all. */
	scanFails: string | undefined = undefined;
	scanHangs = false;
	hostFails = false;
	readonly #clock: Clock;
	/** Changes with each network. */
	#turn = 0;
	#joining = false;
	#scanning = false;
	#joined: { readonly ssid: string; readonly events: WifiEvents } | undefined = undefined;

	constructor(clock: Clock, air: Readonly<Record<string, AccessPoint>> = {}) {
		this.#clock = clock;
		for (const [ssid, accessPoint] of Object.entries(air)) this.air.set(ssid, { ...accessPoint });
	}

	/** The name of the network that it is in. */
	get joined(): string | undefined {
		return this.#joined?.ssid;
	}

	/** The network is gone, for good or only for a moment. */
	drop(ssid: string, keep = false): void {
		if (!keep) this.air.delete(ssid);
		if (this.#joined?.ssid !== ssid) return;
		const { events } = this.#joined;
		this.#joined = undefined;
		events.onDown("wifi-lost");
	}

	join(network: WifiNetwork, events: WifiEvents): void {
		if (this.#scanning) throw new Error("it joins while it scans");
		this.leave();
		this.joins.push(network);
		this.#joining = true;
		const turn = this.#turn;
		const later = (ms: number, then: () => void) =>
			this.#clock.after(ms, () => {
				if (turn !== this.#turn) return;
				this.#joining = false;
				then();
			});
		const { ssid } = network;
		const place = this.air.get(ssid);
		if (place === undefined) later(REFUSAL_MS, () => events.onDown("wifi-lost"));
		else if (place.password !== network.password) later(REFUSAL_MS, () => events.onDown("wifi-password"));
		else if (!place.mute) {
			later(JOIN_MS, () => {
				this.#joined = this.air.has(ssid) ? { ssid, events } : undefined;
				if (this.#joined === undefined) events.onDown("wifi-lost");
				else events.onUp();
			});
		}
	}

	leave(): void {
		this.#turn += 1;
		this.#joining = false;
		this.#joined = undefined;
	}

	host(network: HostedNetwork): { readonly reason: string } | undefined {
		if (this.hostFails) return { reason: "wifi-radio" };
		this.hosted = network;
		return undefined;
	}

	stopHosting(): void {
		this.hosted = undefined;
	}

	scan(onDone: (found: ScanResult) => void): void {
		if (this.#joining) throw new Error("it scans while it joins");
		if (this.#scanning) throw new Error("it scans twice at a time");
		this.scans += 1;
		if (this.scanHangs) return;
		this.#scanning = true;
		this.#clock.after(SCAN_MS, () => {
			this.#scanning = false;
			onDone(this.scanFails === undefined ? this.#found() : { reason: this.scanFails });
		});
	}

	rssi(): number | undefined {
		return this.#joined && this.air.get(this.#joined.ssid)?.rssi;
	}

	#found(): FoundNetwork[] {
		const open = [...this.air].filter(([, { hidden }]) => !hidden);
		const found = open.map(([ssid, { rssi, password }]) => {
			return { ssid, rssi, secure: password !== undefined, channel: 6 };
		});
		return found.sort((one, other) => other.rssi - one.rssi);
	}
}
