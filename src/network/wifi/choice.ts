import type { FoundNetwork, ScanResult, WifiNetwork } from "../wifi-radio";

/** A network that is both known and within reach. */
export interface Reachable {
	readonly network: WifiNetwork;
	/** dBm. */
	readonly rssi: number;
}

/** The known networks that a scan has found, the strongest first. */
export function reachable(
	known: readonly WifiNetwork[],
	found: readonly FoundNetwork[],
): readonly Reachable[] {
	const here = known.flatMap((network) => {
		const place = found.find(({ ssid }) => ssid === network.ssid);
		return place === undefined ? [] : [{ network, rssi: place.rssi }];
	});
	return here.sort((one, other) => other.rssi - one.rssi);
}

/**
 * In which order to try the known networks: those that a scan has found by their signal, then those that do not tell
 * their names; all of them when there was no scan.
 *
 * @param shaky Name of a network that comes last: it was lost soon after it had been joined.
 */
export function inOrder(
	known: readonly WifiNetwork[],
	scanned: ScanResult,
	shaky: string | undefined,
): readonly WifiNetwork[] {
	if ("reason" in scanned) return known;
	const open = reachable(known, scanned).map(({ network }) => network);
	const all = [...open, ...known.filter((network) => network.hidden && !open.includes(network))];
	return [...all.filter(({ ssid }) => ssid !== shaky), ...all.filter(({ ssid }) => ssid === shaky)];
}

/** Whether two networks are joined in the same way. */
export function isSame(one: WifiNetwork, other: WifiNetwork): boolean {
	const fields = ["ssid", "password", "hidden", "address", "netmask", "gateway", "dns"] as const;
	return fields.every((field) => one[field] === other[field]);
}
