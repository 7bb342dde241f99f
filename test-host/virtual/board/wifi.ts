import { HOME_NETWORK } from "../air";
import Timer from "./timer";

/** How long it takes to join, ms. */
const DELAY = 20;
/** What the driver of the ESP32 tells with "disconnect" when the access point has refused the key, and otherwise. */
const REASON = { key: -1, other: 0 };

/** `wifi` of the virtual board. */
export default class WiFi {
	static readonly gotIP = "gotIP";
	static readonly lostIP = "lostIP";
	static readonly disconnected = "disconnect";
	readonly #timer: Timer;

	constructor(
		{ ssid, password }: { readonly ssid: string; readonly password?: string },
		onNotify: (message: string, code?: number) => void,
	) {
		this.#timer = Timer.set(() => {
			if (ssid !== HOME_NETWORK.ssid) onNotify(WiFi.disconnected, REASON.other);
			else if (password !== HOME_NETWORK.password) onNotify(WiFi.disconnected, REASON.key);
			else onNotify(WiFi.gotIP);
		}, DELAY);
	}

	close(): void {
		Timer.clear(this.#timer);
	}

	static disconnect(): void {}
}
