import { AIR, type AirNetwork } from "./air";
import { Event, pack } from "./wire";

/** How long it takes, ms, when the firmware is given its own time. */
export const RADIO_MS = Object.freeze({ scan: 1000, join: 20, refusal: 1000 });
/** What the driver of the ESP32 tells with "disconnect" when the access point has refused the key, and otherwise. */
const REASON = Object.freeze({ key: -1, other: 0 });

/** A network that the virtual board has opened. */
export interface Hosted {
	readonly ssid: string;
	readonly password: string;
	readonly max: number;
}

/** What the firmware wants of the radio. */
export type RadioCall =
	| { readonly op: "join"; readonly ssid: string; readonly password?: string }
	| { readonly op: "leave" | "scan" | "rssi" }
	| ({ readonly op: "host" } & Hosted)
	| { readonly op: "stopHosting" };

/** The Wi-Fi radio of the virtual board, among access points that can be changed at any time. */
export class Radio {
	/** What is in the air: another list from the next moment on. */
	air: readonly AirNetwork[] = AIR;
	/** The network that the board has opened. */
	hosting: Hosted | undefined = undefined;
	readonly #post: (event: Uint8Array) => void;
	readonly #timers = new Set<NodeJS.Timeout>();
	#joined: AirNetwork | undefined = undefined;
	/** The listener that is told what becomes of the network. */
	#listener = 0;
	#joining: NodeJS.Timeout | undefined = undefined;

	constructor(post: (event: Uint8Array) => void) {
		this.#post = post;
	}

	/** The name of the network that the board is in. */
	get joined(): string | undefined {
		return this.#joined?.ssid;
	}

	/** The access points of this name are gone. */
	remove(ssid: string): void {
		this.air = this.air.filter((network) => network.ssid !== ssid);
		if (this.#joined?.ssid !== ssid) return;
		this.#joined = undefined;
		this.#tell(this.#listener, { message: "disconnect", code: REASON.other });
	}

	/** Does what the firmware wants; the answer is nothing for what is refused. */
	request(handle: number, call: RadioCall): unknown {
		if (call.op === "join") this.#join(handle, call);
		else if (call.op === "scan") return this.#scan(handle);
		else if (call.op === "rssi") return this.#joined?.rssi ?? 0;
		else if (call.op === "leave") this.#leave();
		else this.hosting = call.op === "host" ? call : undefined;
		return true;
	}

	/** The board has lost its power. */
	off(): void {
		this.#leave();
		this.hosting = undefined;
		for (const timer of this.#timers) clearTimeout(timer);
		this.#timers.clear();
	}

	#join(handle: number, { ssid, password }: { readonly ssid: string; readonly password?: string }): void {
		this.#leave();
		this.#listener = handle;
		const network = this.air.find((each) => each.ssid === ssid);
		const takes = network !== undefined && network.password === password;
		const code = network === undefined ? REASON.other : REASON.key;
		this.#joining = this.#after(takes ? RADIO_MS.join : RADIO_MS.refusal, () => {
			this.#joining = undefined;
			if (takes) this.#joined = network;
			this.#tell(handle, takes ? { message: "gotIP" } : { message: "disconnect", code });
		});
	}

	#leave(): void {
		clearTimeout(this.#joining);
		this.#joining = undefined;
		this.#joined = undefined;
	}

	#scan(handle: number): true | undefined {
		// As the ESP-IDF refuses it.
		if (this.#joining !== undefined) return undefined;
		this.#after(RADIO_MS.scan, () => {
			const open = this.air.filter(({ hidden }) => !hidden);
			const found = open.map(({ ssid, rssi, channel, password }) => {
				return { ssid, rssi, channel, authentication: password === undefined ? "none" : "wpa2_psk" };
			});
			this.#tell(handle, found);
		});
		return true;
	}

	#after(ms: number, callback: () => void): NodeJS.Timeout {
		const timer = setTimeout(() => {
			this.#timers.delete(timer);
			callback();
		}, ms);
		this.#timers.add(timer);
		return timer;
	}

	#tell(handle: number, content: object): void {
		this.#post(pack(Event.WIFI, handle, Buffer.from(JSON.stringify(content))));
	}
}
