import Digital from "embedded:io/digital";
import SPI from "embedded:io/spi";
import config from "mc/config";
import { deviceClock } from "../modules/clock/clock";
import type { SPIClass } from "../modules/mcp2515/io";
import { MCP2515 } from "../modules/mcp2515/mcp2515";
import type { OpenCanBus } from "../src/can/can-bus";
import type { Board } from "./port";

const BITRATE = 500_000;

const openCan: OpenCanBus = (accept, { onFrame, onFault }) => {
	const { clock, in: miso, out: mosi, select, interrupt, hz, crystal } = config.can;
	return MCP2515.open({
		// The SDK's typings leave out `close`.
		spi: { io: SPI as unknown as SPIClass, clock, in: miso, out: mosi, select, hz },
		interrupt: { io: Digital, pin: interrupt },
		crystal,
		bitrate: BITRATE,
		accept,
		now: deviceClock.monotonic,
		onFrame,
		onError: onFault,
	});
};

/** The board of the README: an ESP32 with an MCP2515. It never brings settings along. */
export const board: Board = Object.freeze({ openCan, light: { io: Digital, pin: config.light } });
