import Digital from "embedded:io/digital";
import SPI from "embedded:io/spi";
import config from "mc/config";
import WiFi from "wifi";
import type { SPIClass } from "../modules/mcp2515/io";
import { MCP2515 } from "../modules/mcp2515/mcp2515";
import type { WiFiClass } from "../modules/wifi/driver";
import { WifiRadio } from "../modules/wifi/wifi-radio";
import { Station } from "../src/network/station";
import type { Board } from "./port";

const BITRATE = 500_000;

const canOpener: Board["canOpener"] =
	({ monotonic }, { crystal, pins }) =>
	(accept, { onFrame, onFault }) => {
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
	};

const openNetwork: Board["openNetwork"] = ({ networks: [network] }, { clock, random, report }) => {
	if (network === undefined) return undefined;
	const { ssid, password } = network;
	// The SDK's typings leave out codes, and `station` of an access point.
	const radio = new WifiRadio({ io: WiFi as unknown as WiFiClass });
	const station = new Station({
		...{ radio, clock, random },
		network: { ssid, ...(password !== undefined && { password }) },
		onState: (state) => report({ event: "wifi", ...state }),
	});
	station.start();
	return station;
};

/** The board of the README: an ESP32 with an MCP2515. It never brings settings along. */
export const board: Board = Object.freeze({
	canOpener,
	light: { io: Digital, pin: config.light },
	openNetwork,
});
