import Listener from "embedded:io/socket/listener";
import TCP from "embedded:io/socket/tcp";
import UDP from "embedded:io/socket/udp";
import config from "mc/config";
import { SlcanServer } from "../modules/can-tcp/slcan-server";
import type { AcceptingTCPClass, ListenerClass } from "../modules/can-tcp/socket";
import { DeviceClock } from "../modules/clock/clock";
import { FlashBlobs } from "../modules/flash-store/flash-blobs";
import { FlashStore } from "../modules/flash-store/flash-store";
import { openHttpServer } from "../modules/http-server/http-server";
import { HostName } from "../modules/mdns/host-name";
import type { UDPClass as MulticastUDPClass } from "../modules/mdns/udp";
import { openPage } from "../modules/page/page";
import { resolve } from "../modules/resolver/resolver";
import { openSecretStore, type SecretStore } from "../modules/secret-store/secret-store";
import { SNTPClient } from "../modules/sntp/sntp-client";
import type { UDPClass } from "../modules/sntp/udp";
import { type EngineGlobals, onAbort } from "../modules/system/abort-hook";
import { Beacon } from "../modules/system/beacon";
import { ResetButton } from "../modules/system/reset-button";
import {
	freeMemory,
	ipAddress,
	serialNumber as macSerial,
	random,
	resetReason,
	restart,
} from "../modules/system/system";
import { App } from "../src/app";
import { reportLastRun } from "../src/boot";
import type { OpenFrameServer } from "../src/can/frame-server";
import { Car, LISTENING } from "../src/car";
import { isForConsole } from "../src/console";
import { Device, type WifiOutlook } from "../src/device";
import type { AppEvent, Report } from "../src/event";
import { jsonText } from "../src/json";
import { LastWords } from "../src/last-words";
import { BrokerTest, type BrokerTestResult } from "../src/network/broker-test";
import type { Network } from "../src/network/network";
import { keepPassword, setupNetwork } from "../src/network/setup-network";
import { timeFloor } from "../src/network/time-floor";
import { TimeKeeper } from "../src/network/time-keeper";
import type { TimeSource } from "../src/network/time-source";
import type { Wifi } from "../src/network/wifi";
import type { HostedNetwork, WifiNetwork } from "../src/network/wifi-radio";
import { HEADERS_READ, HTTP_PATIENCE, type OpenHttpServer } from "../src/portal/http";
import { serialNumber } from "../src/serial-number";
import { OwnSettings } from "../src/settings/own-settings";
import { SealedTexts } from "../src/settings/sealed-texts";
import { type Settings, usesTls } from "../src/settings/settings";
import { SettingsKeeper } from "../src/settings/settings-keeper";
import { board } from "./board";
import { brokerOpener } from "./broker";

/** Of the bus in the car. */
const BITRATE = 500_000;

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
	readonly #secrets: SecretStore;
	readonly #blobs = new FlashBlobs("settings");
	readonly #serial: string;
	readonly #sealed: SealedTexts;
	readonly #setup: HostedNetwork;

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
		// Before the radio is on: it borrows the noise of that.
		const secrets = openSecretStore(clock.after);
		this.#secrets = secrets;
		this.#serial = serialNumber(macSerial(), this.#store, random);
		if (secrets.fault !== undefined) report({ event: "fault", where: "settings", reason: secrets.fault });
		this.#sealed = new SealedTexts(this.#blobs, secrets);
		this.#setup = setupNetwork(this.#sealed, (count) => secrets.randomBytes(count), this.#serial);
		this.#cable = board.startNetwork?.(report);
		this.#beacon = board.light && new Beacon({ ...board.light, after: clock.after });
	}

	/** Makes the device and starts it. */
	start(): Device {
		const clock = this.#clock;
		const secrets = this.#secrets;
		const device = new Device({
			...{ clock, settings: this.ownSettings(), crypto: secrets, page: openPage() },
			setupPassword: this.#setup.password,
			about: { firmware: config.firmware, protection: secrets.protection, host: `${this.hostLabel()}.local` },
			...{ freeMemory, restart, report: this.#report, forgetKey: () => this.forgetKey() },
			openHttp: (site) => openHttp(site, clock.every),
			homeAddress: ipAddress,
			openWifi: (networks, outlook) => this.openWifi(networks, outlook),
			createApp: (settings, report, wifi) => this.createApp(settings, report, wifi),
			createListener: (report) => this.createListener(report),
			createTrial: (settings, onDone, wifi) => this.createTrial(settings, onDone, wifi),
		});
		device.start();
		this.watchButton(device);
		if (this.#cable !== undefined) this.announce(this.#cable);
		return device;
	}

	/** The password of the setup network outlives the key: its owner has it in writing. */
	private forgetKey(): { readonly reason: string } | undefined {
		const failure = this.#secrets.forget();
		keepPassword(this.#sealed, this.#setup.password);
		return failure;
	}

	private watchButton(device: Device): void {
		if (board.button === undefined) return;
		const button = new ResetButton({
			...{ ...board.button, after: this.#clock.after },
			onArmed: () => this.#beacon?.blink(),
			onReset: () => device.factoryReset(),
		});
		button.start();
	}

	private ownSettings(): OwnSettings {
		return new OwnSettings({
			keeper: new SettingsKeeper({ store: this.#blobs, sealer: this.#secrets }),
			delivery: this.#store,
			...(board.settings !== undefined && { preset: board.settings }),
		});
	}

	private openWifi(networks: readonly WifiNetwork[], outlook: WifiOutlook): Wifi | undefined {
		const wifi = board.openWifi?.({
			...{ clock: this.#clock, random, networks, setup: this.#setup },
			...{ isDriving: outlook.isDriving, report: outlook.report },
		});
		if (wifi !== undefined) this.announce(wifi);
		return wifi;
	}

	private createApp(settings: Settings, report: Report, wifi: Wifi | undefined): App {
		const clock = this.#clock;
		const { mqtt } = settings;
		const clientId = mqtt.clientId ?? `nissan_leaf_${this.#serial}`;
		report({
			...{ event: "started", clientId, firmware: config.firmware },
			broker: `${mqtt.host ?? ""}:${mqtt.port}`,
		});
		return new App(settings, identity(settings, clientId), {
			...this.surroundings(report, wifi),
			timeSource: this.#timeSource,
			openCan: board.canOpener(clock, settings.car),
			openFrameServer: (port) => openFrameServer(port, clock.monotonic),
			openMqtt: brokerOpener(clock, mqtt, clientId, false),
			system: { restart, identify: () => this.#beacon?.blink() },
		});
	}

	private createListener(report: Report): Car {
		const clock = this.#clock;
		return new Car(LISTENING, { clock, random, openCan: board.canOpener(clock, LISTENING), report });
	}

	private createTrial(
		settings: Settings,
		onDone: (result: BrokerTestResult) => void,
		wifi: Wifi | undefined,
	): BrokerTest {
		const { mqtt, device } = settings;
		// Not the name of the application, whose last connection the broker may still hold.
		const clientId = `${mqtt.clientId ?? `nissan_leaf_${this.#serial}`}_test`;
		const around = this.surroundings(this.#report, wifi);
		const servers = device.timeServers.split(",");
		const time = usesTls(mqtt) && new TimeKeeper({ ...around, source: this.#timeSource, servers });
		return new BrokerTest({
			...{ ...around, onDone, topics: identity(settings, clientId) },
			open: brokerOpener(this.#clock, mqtt, clientId, true),
			...(time && { time }),
		});
	}

	private surroundings(report: Report, wifi: Wifi | undefined) {
		const network = this.#cable ?? wifi;
		return { clock: this.#clock, random, store: this.#store, report, ...(network && { network }) };
	}

	/** By the end of the serial number: `leafcast-1a2b`. */
	private hostLabel(): string {
		return `leafcast-${this.#serial.slice(-4)}`;
	}

	/** The portal has its name wherever there is an address. */
	private announce(network: Network): void {
		const report = this.#report;
		const hostName = new HostName({
			...{ UDP: UDP as unknown as MulticastUDPClass, udpPort: Number(config.mdnsPort), random },
			...{ label: this.hostLabel(), port: Number(config.portalPort) },
			...{ now: this.#clock.monotonic, after: this.#clock.after },
			address: () => (network.isUp() ? ipAddress() : undefined),
			onClaimed: (name, address) => report({ event: "name", name, address }),
			onFailed: () => report({ event: "fault", where: "name", reason: "listen-failed" }),
		});
		hostName.start();
	}
}

function openHttp(
	site: Parameters<OpenHttpServer>[0],
	every: DeviceClock["every"],
): ReturnType<OpenHttpServer> {
	const port = Number(config.portalPort);
	return openHttpServer({ ...site, port, patience: HTTP_PATIENCE, headers: HEADERS_READ, every });
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
