import Listener from "embedded:io/socket/listener";
import TCP from "embedded:io/socket/tcp";
import UDP from "embedded:io/socket/udp";
import config from "mc/config";
import { SlcanServer } from "../modules/can-tcp/slcan-server";
import type { AcceptingTCPClass, ListenerClass } from "../modules/can-tcp/socket";
import { DeviceClock } from "../modules/clock/clock";
import { FlashStore } from "../modules/flash-store/flash-store";
import { openHttpServer } from "../modules/http-server/http-server";
import { HostName } from "../modules/mdns/host-name";
import type { UDPClass as MulticastUDPClass } from "../modules/mdns/udp";
import { MQTTClient } from "../modules/mqtt/mqtt-client";
import { Session } from "../modules/mqtt/session";
import { resolve } from "../modules/resolver/resolver";
import { SNTPClient } from "../modules/sntp/sntp-client";
import type { UDPClass } from "../modules/sntp/udp";
import { type EngineGlobals, onAbort } from "../modules/system/abort-hook";
import { Beacon } from "../modules/system/beacon";
import {
	ipAddress,
	serialNumber as macSerial,
	random,
	randomBytes,
	resetReason,
	restart,
} from "../modules/system/system";
import { HostTCP } from "../modules/tcp/host-tcp";
import NativeEngine from "../modules/tls/native-engine";
import type { TLSMemory } from "../modules/tls/tls-options";
import { TLSSocket } from "../modules/tls/tls-socket";
import { App } from "../src/app";
import { reportLastRun } from "../src/boot";
import type { OpenFrameServer } from "../src/can/frame-server";
import { isForConsole } from "../src/console";
import { Device } from "../src/device";
import type { AppEvent, Report } from "../src/event";
import { jsonText } from "../src/json";
import { LastWords } from "../src/last-words";
import type { Network } from "../src/network/network";
import { setupNetwork } from "../src/network/setup-network";
import { timeFloor } from "../src/network/time-floor";
import type { TimeSource } from "../src/network/time-source";
import type { Wifi } from "../src/network/wifi";
import { BODY_LIMIT, HTTP_PATIENCE, type OpenHttpServer } from "../src/portal/http";
import type { Page } from "../src/portal/parts";
import { serialNumber } from "../src/serial-number";
import type { KeyDerivation } from "../src/settings/sealing";
import { type Settings, usesTls } from "../src/settings/settings";
import type { OpenMqttLink } from "../src/telemetry/mqtt-link";
import { board } from "./board";

/** Of the bus in the car. */
const BITRATE = 500_000;

/** TCP to hosts by their names. */
const HOST_TCP = Object.freeze({ io: HostTCP, TCP: Object.freeze({ io: TCP }), resolve });

const NO_PAGE: Page = { gzip: new Uint8Array(0), etag: '"none"', csp: "default-src 'none'" };
/** No password is right. */
const KEYS: KeyDerivation = { derive: () => () => {}, randomBytes };

/** What the engine gives to the main module alone. */
export interface Engine {
	readonly globals: EngineGlobals;
	/** Writes a text to whoever reads along. */
	readonly trace: (text: string) => void;
}

/**
 * Everything that the board has, put together into the device. It is a module of its own, in flash, and `main.ts` only
 * starts it: of a module that is run on the board, each import and each function would take memory.
 */
class Composition {
	readonly #store = new FlashStore("leafcast");
	readonly #clock: DeviceClock;
	readonly #timeSource: TimeSource;
	readonly #beacon: Beacon | undefined;
	/** What there is of network before there are settings. */
	readonly #cable: Network | undefined;

	readonly #report: Report;

	constructor({ globals, trace }: Engine) {
		const report = (event: AppEvent) => {
			// Texts that nobody reads would be most of the garbage.
			if (isForConsole(event) || config.trace === "all") trace(`${jsonText(event)}\n`);
		};
		this.#report = report;
		const lastWords = new LastWords(this.#store);
		// First of all: what goes wrong from here on is not lost.
		onAbort(globals, (why, exception) => lastWords.keep(why, exception));
		reportLastRun(lastWords, resetReason(), report);
		const floor = timeFloor(config.buildTime, this.#store);
		const clock = new DeviceClock(floor);
		this.#clock = clock;
		const sntp = new SNTPClient({
			...{ UDP: UDP as unknown as UDPClass, resolve, random },
			...{ now: clock.monotonic, after: clock.after },
		});
		this.#timeSource = {
			floor,
			ask: (server, onAnswer) => sntp.ask(server, onAnswer),
			setUtc: (utc) => clock.setUtc(utc),
		};
		this.#cable = board.startNetwork?.(report);
		this.#beacon = board.light && new Beacon({ ...board.light, after: clock.after });
	}

	/** Makes the device and starts it. */
	start(): Device {
		const device = new Device({
			clock: this.#clock,
			store: this.#store,
			...(board.settings !== undefined && { preset: board.settings }),
			openHttp: (handle) => openHttp(handle, this.#clock.every),
			...{ keys: KEYS, page: NO_PAGE, firmware: config.firmware, restart },
			report: this.#report,
			createApp: (settings, report) => this.createApp(settings, report),
		});
		device.start();
		return device;
	}

	private createApp(settings: Settings, report: Report): App {
		const store = this.#store;
		const clock = this.#clock;
		const { mqtt } = settings;
		const serial = serialNumber(macSerial(), store, random);
		const clientId = mqtt.clientId ?? `nissan_leaf_${serial}`;
		report({
			...{ event: "started", clientId, firmware: config.firmware },
			broker: `${mqtt.host ?? ""}:${mqtt.port}`,
		});
		const network = this.#cable ?? this.openWifi(settings.wifi, serial);
		this.announce(serial, network);
		return new App(settings, identity(settings, clientId), {
			...{ clock, random, timeSource: this.#timeSource, store, report },
			openCan: board.canOpener(clock, settings.car),
			openFrameServer: (port) => openFrameServer(port, clock.monotonic),
			...(network && { network }),
			openMqtt: this.mqttOpener(mqtt, clientId),
			system: { restart, identify: () => this.#beacon?.blink() },
		});
	}

	private openWifi({ networks }: Settings["wifi"], serial: string): Wifi | undefined {
		if (networks.length === 0) return undefined;
		const setup = () => setupNetwork(this.#store, randomBytes, serial);
		return board.openWifi?.({
			...{ clock: this.#clock, random, networks, setup, report: this.#report },
			isDriving: () => false,
		});
	}

	/** The portal is `leafcast-1a2b.local`, by the end of the serial number, wherever there is an address. */
	private announce(serial: string, network: Network | undefined): void {
		const report = this.#report;
		const hostName = new HostName({
			...{ UDP: UDP as unknown as MulticastUDPClass, udpPort: Number(config.mdnsPort), random },
			...{ label: `leafcast-${serial.slice(-4)}`, port: Number(config.portalPort) },
			...{ now: this.#clock.monotonic, after: this.#clock.after },
			address: () => (network?.isUp() === false ? undefined : ipAddress()),
			onClaimed: (name, address) => report({ event: "name", name, address }),
			onFailed: () => report({ event: "fault", where: "name", reason: "listen-failed" }),
		});
		hostName.start();
	}

	private mqttOpener(mqtt: Settings["mqtt"], id: string): OpenMqttLink {
		// Without a host it is switched off, and nobody opens it.
		const { host = "", port, user, password, keepAlive } = mqtt;
		const { after } = this.#clock;
		const { memory, socket } = this.socketFor(mqtt);
		// What a broken connection left under way goes out over the next.
		const session = new Session();
		return (will, events) =>
			new MQTTClient({
				...{ host, port, id, keepAlive, clean: false, session, will, socket, after },
				...(user !== undefined && { user }),
				...(password !== undefined && { password }),
				...events,
				onOpen: (sessionPresent) => events.onOpen(sessionPresent, memory.expires),
			});
	}

	/** TLS by mbedTLS or plain TCP, as the settings say; what connections remember from each other is in the result. */
	private socketFor({ ca, cert, key, ...mqtt }: Settings["mqtt"]) {
		const memory: TLSMemory = {};
		if (!usesTls(mqtt)) return { memory, socket: HOST_TCP };
		const secure = {
			...(ca !== undefined && { certificate: ca }),
			...(cert !== undefined && { clientCertificate: cert }),
			...(key !== undefined && { clientKey: key }),
		};
		const { after, utc } = this.#clock;
		const parts = { TCP: HOST_TCP, engine: NativeEngine, secure, memory, after, utc };
		return { memory, socket: { io: TLSSocket, ...parts } };
	}
}

function openHttp(
	handle: Parameters<OpenHttpServer>[0],
	every: DeviceClock["every"],
): ReturnType<OpenHttpServer> {
	return openHttpServer({
		...{ port: Number(config.portalPort), bodyLimit: BODY_LIMIT, patience: HTTP_PATIENCE, handle },
		...{ every, isSetupPeer: () => true },
	});
}

function openFrameServer(port: number, now: DeviceClock["monotonic"]): ReturnType<OpenFrameServer> {
	return SlcanServer.open({
		// The SDK's typings leave out `close`, here and below.
		...{
			listener: { io: Listener as unknown as ListenerClass },
			socket: { io: TCP as unknown as AcceptingTCPClass },
			port,
		},
		...{ bitrate: BITRATE, now },
	});
}

function identity({ mqtt, device }: Settings, clientId: string) {
	const { topicPrefix, discoveryPrefix } = mqtt;
	const firmwareVersion = config.firmware;
	return { topicPrefix, discoveryPrefix, clientId, deviceName: device.name, model: "Leaf", firmwareVersion };
}

/** Makes the device of what the board has, and starts it. */
export function startDevice(engine: Engine): Device {
	return new Composition(engine).start();
}
