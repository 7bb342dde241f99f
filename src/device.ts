import type { App } from "./app";
import type { Cancel, Clock } from "./clock";
import { isSecret } from "./console";
import type { AppEvent, Report } from "./event";
import type { BrokerTest, BrokerTestResult } from "./network/broker-test";
import { PatientServer } from "./network/patient-server";
import type { Wifi } from "./network/wifi";
import { EventLog } from "./portal/event-log";
import type { HttpServer, OpenHttpServer } from "./portal/http";
import type { Page } from "./portal/parts";
import { Portal } from "./portal/portal";
import type { PortalDevice, ScannedNetwork, Status, BrokerTest as Verdict } from "./portal/portal-device";
import { verdictOf } from "./portal/verdicts";
import type { OwnSettings, Refusal } from "./settings/own-settings";
import { exportSettings, importSettings } from "./settings/passphrase-file";
import type { KeyDerivation, SealerMaker } from "./settings/sealing";
import type { Settings, SettingsError, WifiSettings } from "./settings/settings";
import { StatusBoard } from "./status-board";
import { Turns } from "./turns";

/** What is done with the car: the whole application, or only listening. */
type Work = Pick<App, "start" | "stop" | "crystal" | "identity">;

/** The outside world of the device. */
export interface DevicePorts {
	readonly clock: Clock;
	readonly settings: OwnSettings;
	/** Keeps the Wi-Fi, and hosts the setup network where none is known; `undefined` where there is no Wi-Fi. */
	readonly openWifi: (networks: readonly WifiSettings[], outlook: WifiOutlook) => Wifi | undefined;
	readonly crypto: KeyDerivation & SealerMaker;
	/** Of the setup network; it opens the portal, too, while its owner has chosen no password. */
	readonly setupPassword: string;
	readonly openHttp: OpenHttpServer;
	/** IPv4 address of the device in the network of the house; `undefined` while it has none. */
	readonly homeAddress: () => string | undefined;
	/** What never changes and the portal shows. */
	readonly about: Pick<Status, "firmware" | "protection" | "host">;
	/** Bytes; `undefined` where the platform does not say. */
	readonly freeMemory: () => number | undefined;
	readonly restart: () => void;
	/** Makes everything that was ever stored unreadable, also what the flash has not overwritten yet. */
	readonly forgetKey: () => { readonly reason: string } | undefined;
	readonly report: Report;
	readonly page: Page;
	/** Makes the application for valid settings; it is started by the device and tells `report` everything. */
	readonly createApp: (settings: Settings, report: Report, wifi?: Wifi) => Work;
	/** Makes what only listens to the car, for whoever sets the device up. */
	readonly createListener: (report: Report) => Work;
	/** Makes a trial connection with valid settings; it is started by the device. */
	readonly createTrial: (
		settings: Settings,
		onDone: (result: BrokerTestResult) => void,
		wifi?: Wifi,
	) => Pick<BrokerTest, "start" | "cancel">;
}

/** What the Wi-Fi must know of the rest of the device. */
export interface WifiOutlook {
	/** Whether it is known that the car is being driven. */
	isDriving(): boolean;
	readonly report: Report;
}

/** Addresses in the setup network (ESP-IDF gives the board 192.168.4.1). */
const SETUP_ADDRESSES = "192.168.4.";
/** Of the device in a house where others may have such addresses: some routers give 192.168.4.0/22. */
const isAmongThem = (address: string) => /^192\.168\.[4-7]\./.test(address);
/** How long an answer has to reach a browser before the device goes, ms. */
const FAREWELL = 1000;
/** Why nothing is stored any more. */
const RESETTING = Object.freeze({ reason: "resetting" });

/** The whole device: the portal always, the application as soon as there are valid settings. */
export class Device implements PortalDevice {
	readonly #ports: DevicePorts;
	readonly #board: StatusBoard;
	readonly #log = new EventLog();
	readonly #server: PatientServer<HttpServer>;
	#wifi: Wifi | undefined = undefined;
	readonly #work = new Turns<Work>();
	#configured = false;
	/** A file of settings is made or read: that takes seconds, and memory for the whole of it. */
	#filing = false;
	/** What was still under way when everything was forgotten must not bring it back. */
	#reset = false;

	constructor(ports: DevicePorts) {
		const { clock, openHttp, crypto: keys, page } = ports;
		this.#ports = ports;
		this.#board = new StatusBoard(clock);
		const portal = new Portal({ clock, keys, page, device: this });
		this.#server = new PatientServer({
			clock,
			open: () =>
				openHttp({
					handle: (request, respond) => portal.handle(request, respond),
					bodyLimit: (head) => portal.bodyLimit(head),
					isSetupPeer: (address) => this.isSetup(address),
				}),
			onFailure: (reason) => this.report({ event: "fault", where: "portal", reason }),
		});
	}

	/** Starts with the stored settings; without valid ones only the portal, which then asks for them. */
	start(): void {
		const { settings: own, openWifi, setupPassword: password } = this.#ports;
		const settings = own.load();
		this.#wifi = openWifi(settings?.wifi.networks ?? [], {
			// A car of which nothing is known is asleep, or not connected: whoever stands before it may set up.
			isDriving: () => this.#board.isDriving ?? false,
			report: (event) => this.report(event),
		});
		if (own.stale !== undefined) {
			this.report({ event: "fault", where: "settings", reason: "older-copy", detail: own.stale });
		}
		// The setup network, which comes with its password, need not open.
		if (settings?.device.admin === undefined) this.report({ event: "portal-password", password });
		if (settings !== undefined) this.run(settings);
		else {
			this.report({ event: "unconfigured", errors: own.complaints });
			this.listen();
		}
		this.#server.start();
	}

	/** Closes the portal and lets the application say goodbye, then calls back. */
	stop(onStopped: () => void): void {
		this.#server.stop();
		this.#work.end(onStopped);
	}

	/** Takes everything that is told: for the portal, and for whoever listens outside. */
	report(event: AppEvent): void {
		this.#board.take(event);
		if (!isSecret(event)) this.#log.add(Math.floor(this.#ports.clock.monotonic() / 1000), event);
		this.#ports.report(event);
	}

	status(): Status {
		const { about, settings, clock, freeMemory } = this.#ports;
		const wifi = this.#wifi;
		const free = freeMemory();
		const { crystal, identity } = this.#work.current ?? {};
		return {
			...about,
			...this.#board.heard,
			configured: this.#configured,
			complaints: settings.complaints,
			uptime: Math.floor(clock.monotonic() / 1000),
			counters: this.#board.counters,
			...(wifi && { wifi: wifi.state }),
			...(crystal !== undefined && { crystal }),
			...(identity && { identity }),
			...(free !== undefined && { freeMemory: free }),
		};
	}

	log(): string {
		return this.#log.text();
	}

	settings(): object {
		return this.#ports.settings.visible();
	}

	change(changes: object): Refusal | undefined {
		return this.#reset ? RESETTING : this.workWith(this.#ports.settings.change(changes));
	}

	scan(onDone: (result: readonly ScannedNetwork[] | { readonly reason: string }) => void): void {
		const { clock } = this.#ports;
		const wifi = this.#wifi;
		if (wifi === undefined) clock.after(0, () => onDone({ reason: "no-wifi" }));
		else wifi.scan(onDone);
	}

	/** The application leaves the broker meanwhile: there is no memory for two connections with TLS. */
	testBroker(
		changes: object,
		onDone: (result: Verdict) => void,
	): Cancel | { readonly errors: readonly SettingsError[] } {
		const { settings: own, createTrial } = this.#ports;
		const tried = own.changedBy(changes);
		if ("reason" in tried) return { errors: [{ field: "settings", message: tried.reason }] };
		if ("errors" in tried) return tried;
		const resume = () => {
			const settings = own.current();
			if (settings !== undefined) this.renew(settings);
			else this.#work.end(() => this.listen());
		};
		const end = (result: BrokerTestResult) => {
			resume();
			onDone(verdictOf(result));
		};
		const trial = createTrial(tried.settings, end, this.#wifi);
		let cancelled = false;
		this.#wifi?.setNetworks(tried.settings.wifi.networks, !this.#configured);
		this.#work.end(() => {
			if (!cancelled) trial.start();
		});
		return () => {
			cancelled = true;
			trial.cancel();
			resume();
		};
	}

	exportSettings(
		passphrase: string,
		onDone: (result: { readonly file: string } | { readonly reason: string }) => void,
	): void {
		const { settings, crypto } = this.#ports;
		const document = settings.document();
		if (this.#filing) onDone({ reason: "busy" });
		else if (typeof document !== "string") onDone(document ?? { reason: "no-settings" });
		else {
			this.#filing = true;
			exportSettings(document, passphrase, crypto, (result) => {
				this.#filing = false;
				onDone(result);
			});
		}
	}

	importSettings(file: string, passphrase: string, onDone: (refusal: Refusal | undefined) => void): void {
		if (this.#filing) {
			onDone({ reason: "busy" });
			return;
		}
		this.#filing = true;
		importSettings(file, passphrase, this.#ports.crypto, (opened) => {
			this.#filing = false;
			if ("reason" in opened) onDone(opened);
			else if (this.#reset) onDone(RESETTING);
			else onDone(this.workWith(this.#ports.settings.replace(opened.document)));
		});
	}

	adminRecord(): string | undefined {
		return this.#ports.settings.current()?.device.admin;
	}

	setupPassword(): string {
		return this.#ports.setupPassword;
	}

	restart(): void {
		const { clock, restart } = this.#ports;
		clock.after(FAREWELL, () => this.stop(restart));
	}

	/** The key first: whatever fails after that, or is cut off, nothing can be read again. */
	factoryReset(): void {
		const { settings, forgetKey } = this.#ports;
		this.#reset = true;
		for (const failure of [forgetKey(), settings.erase()]) {
			if (failure !== undefined) this.report({ event: "fault", where: "settings", ...failure });
		}
		this.restart();
	}

	private workWith(taken: Settings | Refusal): Refusal | undefined {
		if ("errors" in taken || "reason" in taken) return taken;
		this.renew(taken);
		return undefined;
	}

	/** Goes on with other settings, or the same as before. */
	private renew(settings: Settings): void {
		this.#wifi?.setNetworks(settings.wifi.networks);
		this.#work.end(() => this.run(settings));
	}

	private run(settings: Settings): void {
		this.#configured = true;
		const { createApp } = this.#ports;
		this.#work.begin(createApp(settings, (event) => this.report(event), this.#wifi));
	}

	/** Shows what is heard of the car while the device is set up; nothing is asked before its owner has had a say. */
	private listen(): void {
		this.#work.begin(this.#ports.createListener((event) => this.report(event)));
	}

	/**
	 * Who knows the password of the setup network may set up. Where an address does not tell that from the network of the
	 * house, everybody has to log in. A board without radio is set up by whoever it is wired to.
	 */
	private isSetup(address: string): boolean {
		if (this.#wifi === undefined) return !this.#configured;
		if (!this.#wifi.hosting || !address.startsWith(SETUP_ADDRESSES)) return false;
		return !isAmongThem(this.#ports.homeAddress() ?? "");
	}
}
