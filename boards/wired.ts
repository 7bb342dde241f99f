import TCP from "embedded:io/socket/tcp";
import config from "mc/config";
import { CanTcp } from "../modules/can-tcp/can-tcp";
import type { TCPClass } from "../modules/can-tcp/socket";
import { startEthernet } from "../modules/ethernet/ethernet";
import { resolve } from "../modules/resolver/resolver";
import { HostTCP } from "../modules/tcp/host-tcp";
import type { OpenCanBus } from "../src/can/can-bus";
import type { Clock } from "../src/clock";
import type { Board } from "./port";

const BITRATE = 500_000;

// Made on the board, so its code takes memory, too.
const canOpener: Board["canOpener"] = (clock) => (accept, events) => openCan(clock, accept, events);

function openCan(
	{ monotonic }: Pick<Clock, "monotonic">,
	...[accept, { onFrame, onFault }]: Parameters<OpenCanBus>
): ReturnType<OpenCanBus> {
	return CanTcp.open({
		host: config.canHost,
		port: Number(config.canPort),
		// What else this class demands is beside it.
		socket: { io: HostTCP as unknown as TCPClass, TCP: { io: TCP }, resolve },
		bitrate: BITRATE,
		accept,
		now: monotonic,
		onFrame,
		onError: onFault,
	});
}

const startNetwork: Board["startNetwork"] = (report) => {
	const started = startEthernet();
	if (!("reason" in started)) return started;
	report({ event: "fault", where: "network", reason: started.reason });
	return undefined;
};

/** A board without radio or SPI: an emulator, or a computer. */
export const board: Board = Object.freeze({
	canOpener,
	startNetwork,
	...(config.settings !== "" && { settings: config.settings }),
});
