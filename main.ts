import Listener from "embedded:io/socket/listener";
import TCP from "embedded:io/socket/tcp";
import UDP from "embedded:io/socket/udp";
import config from "mc/config";
import { board } from "./boards/board";
import { SlcanServer } from "./modules/can-tcp/slcan-server";
import type { AcceptingTCPClass, ListenerClass } from "./modules/can-tcp/socket";
import { DeviceClock } from "./modules/clock/clock";
import { FlashStore } from "./modules/flash-store/flash-store";
import { openHttpServer } from "./modules/http-server/http-server";
import { HostName } from "./modules/mdns/host-name";
import type { UDPClass as MulticastUDPClass } from "./modules/mdns/udp";
import { MQTTClient } from "./modules/mqtt/mqtt-client";
import { Session } from "./modules/mqtt/session";
import { resolve } from "./modules/resolver/resolver";
import { SNTPClient } from "./modules/sntp/sntp-client";
import type { UDPClass } from "./modules/sntp/udp";
import { type EngineGlobals, onAbort } from "./modules/system/abort-hook";
import { Beacon } from "./modules/system/beacon";
import {
	ipAddress,
	serialNumber as macSerial,
	random,
	randomBytes,
	resetReason,
	restart,
} from "./modules/system/system";
import { HostTCP } from "./modules/tcp/host-tcp";
import NativeEngine from "./modules/tls/native-engine";
import type { TLSMemory } from "./modules/tls/tls-options";
import { TLSSocket } from "./modules/tls/tls-socket";
import { App } from "./src/app";
import { reportLastRun } from "./src/boot";
import type { OpenFrameServer } from "./src/can/frame-server";
import { isForConsole } from "./src/console";
import { Device } from "./src/device";
import type { AppEvent, Report } from "./src/event";
import { jsonText } from "./src/json";
import { LastWords } from "./src/last-words";
import type { Network } from "./src/network/network";
import { setupNetwork } from "./src/network/setup-network";
import { timeFloor } from "./src/network/time-floor";
import type { TimeSource } from "./src/network/time-source";
import type { Wifi } from "./src/network/wifi";
import { BODY_LIMIT, HTTP_PATIENCE } from "./src/portal/http";
import { serialNumber } from "./src/serial-number";
import { type Settings, usesTls } from "./src/settings/settings";
import type { OpenMqttLink } from "./src/telemetry/mqtt-link";

const store = new FlashStore("leafcast");
const floor = timeFloor(config.buildTime, store);
const clock = new DeviceClock(floor);

function report(event: AppEvent): void {
	// Texts that nobody reads would be most of the garbage.
	if (isForConsole(event) || config.trace === "all") trace(`${jsonText(event)}\n`);
}

const lastWords = new LastWords(store);
// First of all: what goes wrong from here on is not lost.
onAbort(globalThis as EngineGlobals, (why, exception) => lastWords.keep(why, exception));
reportLastRun(lastWords, resetReason(), report);

/** Of the bus in the car. */
const BITRATE = 500_000;

const openFrameServer: OpenFrameServer = (port) =>
	SlcanServer.open({
		// The SDK's typings leave out `close`, here and below.
		...{
			listener: { io: Listener as unknown as ListenerClass },
			socket: { io: TCP as unknown as AcceptingTCPClass },
			port,
		},
		...{ bitrate: BITRATE, now: clock.monotonic },
	});

/** TCP to hosts by their names. */
const HOST_TCP = { io: HostTCP, TCP: { io: TCP }, resolve };

const sntp = new SNTPClient({
	...{ UDP: UDP as unknown as UDPClass, resolve, random },
	...{ now: clock.monotonic, after: clock.after },
});
const timeSource: TimeSource = {
	floor,
	ask: (server, onAnswer) => sntp.ask(server, onAnswer),
	setUtc: (utc) => clock.setUtc(utc),
};

/** TLS by mbedTLS or plain TCP, as the settings say; what connections remember from each other is in the result. */
function socketFor({ ca, cert, key, ...mqtt }: Settings["mqtt"]) {
	const memory: TLSMemory = {};
	if (!usesTls(mqtt)) return { memory, socket: HOST_TCP };
	const secure = {
		...(ca !== undefined && { certificate: ca }),
		...(cert !== undefined && { clientCertificate: cert }),
		...(key !== undefined && { clientKey: key }),
	};
	const { after, utc } = clock;
	const parts = { TCP: HOST_TCP, engine: NativeEngine, secure, memory, after, utc };
	return { memory, socket: { io: TLSSocket, ...parts } };
}

function mqttOpener(mqtt: Settings["mqtt"], id: string): OpenMqttLink {
	// Without a host it is switched off, and nobody opens it.
	const { host = "", port, user, password, keepAlive } = mqtt;
	const { memory, socket } = socketFor(mqtt);
	// What a broken connection left under way goes out over the next.
	const session = new Session();
	return (will, events) =>
		new MQTTClient({
			...{ host, port, id, keepAlive, clean: false, session, will, socket, after: clock.after },
			...(user !== undefined && { user }),
			...(password !== undefined && { password }),
			...events,
			onOpen: (sessionPresent) => events.onOpen(sessionPresent, memory.expires),
		});
}

/** What there is of network before there are settings. */
const cable = board.startNetwork?.(report);

const beacon = board.light && new Beacon({ ...board.light, after: clock.after });

/** The portal is `leafcast-1a2b.local`, by the end of the serial number, wherever there is an address. */
function announce(serial: string, network: Network | undefined): void {
	const hostName = new HostName({
		...{ UDP: UDP as unknown as MulticastUDPClass, udpPort: Number(config.mdnsPort), random },
		...{ label: `leafcast-${serial.slice(-4)}`, port: Number(config.portalPort) },
		...{ now: clock.monotonic, after: clock.after },
		address: () => (network?.isUp() === false ? undefined : ipAddress()),
		onClaimed: (name, address) => report({ event: "name", name, address }),
		onFailed: () => report({ event: "fault", where: "name", reason: "listen-failed" }),
	});
	hostName.start();
}

function openWifi({ networks }: Settings["wifi"], serial: string, report: Report): Wifi | undefined {
	if (networks.length === 0) return undefined;
	const setup = () => setupNetwork(store, randomBytes, serial);
	return board.openWifi?.({ clock, random, networks, setup, isDriving: () => false, report });
}

function createApp(settings: Settings, report: Report): App {
	const { mqtt } = settings;
	const serial = serialNumber(macSerial(), store, random);
	const clientId = mqtt.clientId ?? `nissan_leaf_${serial}`;
	const { topicPrefix, discoveryPrefix } = mqtt;
	const identity = {
		topicPrefix,
		discoveryPrefix,
		clientId,
		deviceName: settings.device.name,
		model: "Leaf",
	};
	report({
		event: "started",
		clientId,
		firmware: config.firmware,
		broker: `${mqtt.host ?? ""}:${mqtt.port}`,
	});
	const network = cable ?? openWifi(settings.wifi, serial, report);
	announce(serial, network);
	return new App(
		settings,
		{ ...identity, firmwareVersion: config.firmware },
		{
			clock,
			random,
			timeSource,
			openCan: board.canOpener(clock, settings.car),
			openFrameServer,
			...(network && { network }),
			openMqtt: mqttOpener(mqtt, clientId),
			store,
			system: { restart, identify: () => beacon?.blink() },
			report,
		},
	);
}

/** The running device. */
export const device = new Device({
	clock,
	store,
	...(board.settings !== undefined && { preset: board.settings }),
	openHttp: (handle) =>
		openHttpServer({
			...{ port: Number(config.portalPort), bodyLimit: BODY_LIMIT, patience: HTTP_PATIENCE, handle },
			...{ every: clock.every, isSetupPeer: () => false },
		}),
	report,
	createApp,
});
device.start();
