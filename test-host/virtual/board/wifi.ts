import type { RadioCall } from "../radio";
import { Call, Event } from "../wire";
import { call, decode, encode, listen, newHandle, unlisten } from "./link";

interface AccessPoint {
	readonly ssid: string;
	readonly rssi: number;
	readonly channel: number;
	readonly authentication: string;
}

/** Asks the radio outside; nothing when it refuses. */
export function radio(request: RadioCall, handle = 0): unknown {
	const answer = call(Call.WIFI, handle, encode(JSON.stringify(request)));
	return answer.length === 0 ? undefined : JSON.parse(decode(answer));
}

/** State of the driver, outside of its class as in the ESP32. */
const driver = { mode: -5 };

/** `wifi` of the virtual board. */
export default class WiFi {
	static readonly gotIP = "gotIP";
	static readonly lostIP = "lostIP";
	static readonly disconnected = "disconnect";
	readonly #handle = newHandle();

	constructor(
		{ ssid, password }: { readonly ssid: string; readonly password?: string },
		onNotify: (message: string, code?: number) => void,
	) {
		listen(Event.WIFI, this.#handle, (content) => {
			const { message, code } = JSON.parse(decode(content));
			onNotify(message, code);
		});
		radio({ op: "join", ssid, ...(password !== undefined && { password }) }, this.#handle);
	}

	close(): void {
		unlisten(Event.WIFI, this.#handle);
	}

	static disconnect(): void {
		radio({ op: "leave" });
	}

	static accessPoint({ ssid, password, max }: { ssid: string; password: string; max: number }): void {
		driver.mode = 3;
		radio({ op: "host", ssid, password, max });
	}

	static scan(_options: object, onFound: (accessPoint: AccessPoint | null) => void): void {
		const handle = newHandle();
		listen(Event.WIFI, handle, (content) => {
			unlisten(Event.WIFI, handle);
			for (const accessPoint of JSON.parse(decode(content))) onFound(accessPoint);
			onFound(null);
		});
		if (radio({ op: "scan" }, handle) === undefined) throw new Error("scan request failed");
	}

	static get mode(): number {
		return driver.mode;
	}

	static set mode(mode: number) {
		if (driver.mode === 3 && mode !== 3) radio({ op: "stopHosting" });
		driver.mode = mode;
	}
}
