import { WifiKeeper } from "../../../../src/network/wifi/wifi-keeper";
import type { WifiNetwork } from "../../../../src/network/wifi-radio";
import type { WifiState } from "../../../../src/network/wifi-state";
import { type AccessPoint, FakeRadio } from "../../../helpers/fake-radio";
import { ManualClock } from "../../../helpers/manual-clock";

export const HOME: WifiNetwork = { ssid: "home", password: "for this test" };
export const WORK: WifiNetwork = { ssid: "work", password: "for that test" };
export const CELLAR: WifiNetwork = { ssid: "cellar", password: "coal and wine", hidden: true };
export const SETUP = { ssid: "Leafcast-1a2b", password: "only for tests", clients: 2 };
export const MINUTE = 60_000;

/** An access point of a network, which lets whoever knows the password in. */
export function accessPointOf({ password, hidden }: WifiNetwork, rssi: number): AccessPoint {
	return { ...(password !== undefined && { password }), ...(hidden !== undefined && { hidden }), rssi };
}

/** A keeper that has been started, its radio and its clock. */
export function keepWifi(
	networks: readonly WifiNetwork[],
	air: Readonly<Record<string, AccessPoint>> = {},
	random: () => number = () => 0,
) {
	const clock = new ManualClock();
	const radio = new FakeRadio(clock, air);
	const states: WifiState[] = [];
	const car = { isDriving: false };
	const keeper = new WifiKeeper({
		...{ radio, clock, random, networks, setup: SETUP },
		isDriving: () => car.isDriving,
		onState: (state) => void states.push(state),
	});
	keeper.start();
	return { clock, radio, states, car, keeper, tried: () => radio.joins.map(({ ssid }) => ssid) };
}
