import type { ScannedAccessPoint } from "./driver";

/** So many names at most are kept: where there are more, the strongest. */
const MOST = 32;

/** A network within reach. */
export interface FoundNetwork {
	readonly ssid: string;
	/** Signal strength of its nearest access point, dBm. */
	readonly rssi: number;
	/** It wants a password. */
	readonly secure: boolean;
	/** 1 to 14. */
	readonly channel: number;
}

/** Puts an access point among those found so far, the strongest first and each name once. */
export function insert(
	found: FoundNetwork[],
	{ ssid, rssi, channel, authentication }: ScannedAccessPoint,
): void {
	if (ssid === "" || found.some((known) => known.ssid === ssid && known.rssi >= rssi)) return;
	const weaker = found.findIndex((known) => known.ssid === ssid);
	if (weaker >= 0) found.splice(weaker, 1);
	const place = found.findIndex((known) => known.rssi < rssi);
	const network = { ssid, rssi, secure: authentication !== "none", channel };
	found.splice(place < 0 ? found.length : place, 0, network);
	if (found.length > MOST) found.pop();
}
