import Digital from "embedded:io/digital";
import UDP from "embedded:io/socket/udp";
import SPI from "embedded:io/spi";
import config from "mc/config";
import FFI from "mc/ffi";
import WiFi from "wifi";
import { CaptiveDns } from "../modules/captive-dns/captive-dns";
import type { UDPClass } from "../modules/captive-dns/udp";
import type { SPIClass } from "../modules/mcp2515/io";
import { MCP2515 } from "../modules/mcp2515/mcp2515";
import type { RadioFunctions, WiFiClass } from "../modules/wifi/driver";
import { WifiRadio } from "../modules/wifi/wifi-radio";
import type { OpenCanBus } from "../src/can/can-bus";
import { SETUP_ADDRESS } from "../src/network/setup-network";
import { WifiKeeper } from "../src/network/wifi/wifi-keeper";
import type { WifiState } from "../src/network/wifi-state";
import type { Board } from "./port";

const BITRATE = 500_000;

// Made on the board, so its code takes memory, too.
const canOpener: Board["canOpener"] = (clock, wired) => (accept, events) =>
	openCan(clock, wired, accept, events);

function openCan(
	...[{ monotonic }, { crystal, pins }, accept, { onFrame, onFault }]: [
		...Parameters<Board["canOpener"]>,
		...Parameters<OpenCanBus>,
	]
): ReturnType<OpenCanBus> {
	const { clock, in: miso, out: mosi, select, interrupt, hz } = { ...config.can, ...pins };
	return MCP2515.open({
		// The SDK's typings leave out `close`.
		spi: { io: SPI as unknown as SPIClass, clock, in: miso, out: mosi, select, hz },
		interrupt: { io: Digital, pin: interrupt },
		crystal: crystal === "auto" ? config.can.crystal : crystal,
		bitrate: BITRATE,
		accept,
		now: monotonic,
		onFrame,
		onError: onFault,
	});
}

const openWifi: Board["openWifi"] = ({ clock, random, networks, setup, isDriving, report }) => {
	// The SDK's typings leave out codes, and `station` of an access point.
	const radio = new WifiRadio({
		io: WiFi as unknown as WiFiClass,
		native: new FFI() as unknown as RadioFunctions,
	});
	radio.turnOn();
	const { ssid, password } = setup;
	// The SDK's typings leave out `close`.
	const dns = new CaptiveDns({ UDP: UDP as unknown as UDPClass, address: SETUP_ADDRESS });
	let hosted = false;
	const onState = (state: WifiState) => {
		report({ event: "wifi", ...state });
		if (state.hosting === hosted) return;
		hosted = state.hosting;
		if (!hosted) {
			dns.stop();
			return;
		}
		report({ event: "setup-network", ssid, password });
		const failure = dns.start();
		if (failure !== undefined) report({ event: "fault", where: "network", ...failure });
	};
	const keeper = new WifiKeeper({ radio, clock, random, networks, setup, isDriving, onState });
	keeper.start();
	return keeper;
};

/** The board of the README: an ESP32 with an MCP2515. It never brings settings along. */
export const board: Board = Object.freeze({
	canOpener,
	light: { io: Digital, pin: config.light },
	button: { io: Digital, pin: config.button },
	openWifi,
});
