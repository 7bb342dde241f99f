import Listener from "embedded:io/socket/listener";
import TCP from "embedded:io/socket/tcp";
import config from "mc/config";
import { board } from "./boards/board";
import { SlcanServer } from "./modules/can-tcp/slcan-server";
import { deviceClock } from "./modules/clock/clock";
import { FlashStore } from "./modules/flash-store/flash-store";
import { openHttpServer } from "./modules/http-server/http-server";
import { MQTTClient } from "./modules/mqtt/mqtt-client";
import { Session } from "./modules/mqtt/session";
import { Beacon } from "./modules/system/beacon";
import { serialNumber as macSerial, restart } from "./modules/system/system";
import { HostTCP } from "./modules/tcp/host-tcp";
import { resolve } from "./modules/tcp/resolve";
import NativeEngine from "./modules/tls/native-engine";
import type { TLSMemory } from "./modules/tls/tls-options";
import { TLSSocket } from "./modules/tls/tls-socket";
import { App } from "./src/app";
import type { OpenFrameServer } from "./src/can/frame-server";
import { Device } from "./src/device";
import type { AppEvent, Report } from "./src/event";
import { BODY_LIMIT } from "./src/portal/http";
import { serialNumber } from "./src/serial-number";
import { type Settings, usesTls } from "./src/settings/settings";
import type { OpenMqttLink } from "./src/telemetry/mqtt-link";

const store = new FlashStore("leafcast");

function report(event: AppEvent): void {
	trace(`${JSON.stringify(event)}\n`);
}

/** Of the bus in the car. */
const BITRATE = 500_000;

const openFrameServer: OpenFrameServer = (port) =>
	SlcanServer.open({
		...{ listener: { io: Listener }, socket: { io: TCP }, port },
		...{ bitrate: BITRATE, now: deviceClock.monotonic },
	});

/** TCP to hosts by their names. */
const HOST_TCP = { io: HostTCP, TCP: { io: TCP }, resolve };

/** TLS by mbedTLS or plain TCP, as the settings say; what connections remember from each other is in the result. */
function socketFor({ ca, cert, key, ...mqtt }: Settings["mqtt"]) {
	if (!usesTls(mqtt)) return HOST_TCP;
	const secure = {
		...(ca !== undefined && { certificate: ca }),
		...(cert !== undefined && { clientCertificate: cert }),
		...(key !== undefined && { clientKey: key }),
	};
	const { after, utc } = deviceClock;
	const memory: TLSMemory = {};
	return { io: TLSSocket, TCP: HOST_TCP, engine: NativeEngine, secure, memory, after, utc };
}

function mqttOpener(mqtt: Settings["mqtt"], id: string): OpenMqttLink {
	const { host, port, user, password, keepAlive } = mqtt;
	const socket = socketFor(mqtt);
	// What a broken connection left under way goes out over the next.
	const session = new Session();
	return (will, events) =>
		new MQTTClient({
			...{ host, port, id, keepAlive, clean: false, session, will, socket, after: deviceClock.after },
			...(user !== undefined && { user }),
			...(password !== undefined && { password }),
			...events,
		});
}

const beacon = board.light && new Beacon({ ...board.light, after: deviceClock.after });

function createApp(settings: Settings, report: Report): App {
	const { mqtt } = settings;
	const clientId = mqtt.clientId ?? `nissan_leaf_${serialNumber(macSerial(), store, Math.random)}`;
	const { topicPrefix, discoveryPrefix } = mqtt;
	const identity = {
		topicPrefix,
		discoveryPrefix,
		clientId,
		deviceName: settings.device.name,
		model: "Leaf",
	};
	report({ event: "started", clientId, firmware: config.firmware, broker: `${mqtt.host}:${mqtt.port}` });
	return new App(
		settings,
		{ ...identity, firmwareVersion: config.firmware },
		{
			clock: deviceClock,
			random: Math.random,
			openCan: board.openCan,
			openFrameServer,
			...(board.network && { network: board.network }),
			openMqtt: mqttOpener(mqtt, clientId),
			store,
			system: { restart, identify: () => beacon?.blink() },
			report,
		},
	);
}

/** The running device. */
export const device = new Device({
	clock: deviceClock,
	store,
	...(board.settings !== undefined && { preset: board.settings }),
	openHttp: (handle) => openHttpServer({ port: Number(config.portalPort), bodyLimit: BODY_LIMIT, handle }),
	report,
	createApp,
});
device.start();
