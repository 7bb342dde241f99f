import type { Network } from "./network";
import type { ScanResult, WifiNetwork } from "./wifi-radio";
import type { WifiState } from "./wifi-state";

/** The Wi-Fi as the rest of the device sees it. */
export interface Wifi extends Network {
	/** Whether the setup network is open. */
	readonly hosting: boolean;
	/** With the signal as it is now. */
	readonly state: WifiState;
	/** Tells which networks are within reach; waits while one is being joined. The reason may be `scan-timeout`, too. */
	scan(onDone: (result: ScanResult) => void): void;
	/**
	 * Other networks are known from now on. If it is in one of them it stays there. Otherwise it tries them at once; an
	 * open setup network stays open until a minute after one has been joined, so that a person sees what comes of it.
	 *
	 * @param trial They are only tried by somebody in the setup network: that stays open until others are set.
	 */
	setNetworks(networks: readonly WifiNetwork[], trial?: boolean): void;
	/** Leaves and closes every network, for good. */
	stop(): void;
}
