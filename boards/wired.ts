import TCP from "embedded:io/socket/tcp";
import config from "mc/config";
import { CanTcp } from "../modules/can-tcp/can-tcp";
import type { TCPClass } from "../modules/can-tcp/socket";
import { deviceClock } from "../modules/clock/clock";
import { HostTCP } from "../modules/tcp/host-tcp";
import { resolve } from "../modules/tcp/resolve";
import type { OpenCanBus } from "../src/can/can-bus";
import type { Board } from "./port";

const BITRATE = 500_000;

const openCan: OpenCanBus = (accept, { onFrame, onFault }) =>
	CanTcp.open({
		host: config.canHost,
		port: Number(config.canPort),
		// What else this class demands is beside it.
		socket: { io: HostTCP as unknown as TCPClass, TCP: { io: TCP }, resolve },
		bitrate: BITRATE,
		accept,
		now: deviceClock.monotonic,
		onFrame,
		onError: onFault,
	});

/** A board without radio or SPI: an emulator, or a computer. */
export const board: Board = Object.freeze({
	openCan,
	...(config.settings !== "" && { settings: config.settings }),
});
