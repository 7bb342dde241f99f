import { Device, type WifiOutlook } from "../../src/device";
import type { AppEvent, Report } from "../../src/event";
import type { BrokerTestResult } from "../../src/network/broker-test";
import type { Wifi } from "../../src/network/wifi";
import type { HttpRequest, HttpResponse, HttpSite } from "../../src/portal/http";
import { OwnSettings } from "../../src/settings/own-settings";
import type { Settings } from "../../src/settings/settings";
import type { KnownIdentity } from "../../src/vehicle/identity-watch";
import { ManualClock } from "./manual-clock";
import { MemoryStore } from "./memory-store";
import { NodeSecrets } from "./node-secrets";

/** What is done with the car, and what it is to tell. */
interface FakeWork {
	readonly report: Report;
	stopped: boolean;
	crystal: number | undefined;
	identity: KnownIdentity | undefined;
}

interface FakeApp extends FakeWork {
	readonly settings: Settings;
}

/** A started device with a store, a portal and an application that do what a test says. */
export class FakeDevice {
	readonly clock = new ManualClock();
	readonly events: AppEvent[] = [];
	/** Settings of the applications started, and what became of them. */
	readonly apps: FakeApp[] = [];
	/** What only listened to the car, and what became of it. */
	readonly listeners: FakeWork[] = [];
	/** The stored document. */
	stored: string | undefined;
	/** Why a later one cannot be read. */
	stale: string | undefined;
	/** Why the next write fails. */
	writeFailure: string | undefined;
	/** Why the portal cannot be opened. */
	portalFailure: string | undefined;
	open = false;
	restarts = 0;
	/** What was done to forget, in its order. */
	readonly forgotten: ("key" | "settings")[] = [];
	/** Why the key cannot be forgotten. */
	forgetFailure: string | undefined;
	readonly secrets = new NodeSecrets();
	/** Trial connections that were started, and what became of them. */
	readonly trials: { settings: Settings; onDone: (result: BrokerTestResult) => void; cancelled: boolean }[] =
		[];
	readonly device: Device;
	#site: HttpSite | undefined;
	/** What the Wi-Fi is told of the rest. */
	outlook: WifiOutlook | undefined;
	/** Its address in the network of the house. */
	homeAddress: string | undefined;

	/**
	 * @param stored The settings document in the flash.
	 * @param preset The one that the image brings along.
	 * @param wifi Left out where there is none.
	 * @param stale Why a later document than the stored one cannot be read.
	 */
	constructor(stored?: string, portalFailure?: string, preset?: string, wifi?: Wifi, stale?: string) {
		this.stale = stale;
		this.stored = stored;
		this.portalFailure = portalFailure;
		this.device = new Device({
			clock: this.clock,
			settings: new OwnSettings({
				keeper: {
					read: () => this.#read(),
					write: (document) => this.#write(document),
					erase: () => this.#erase(),
				},
				delivery: new MemoryStore(),
				...(preset !== undefined && { preset }),
			}),
			openHttp: (site) => {
				if (this.portalFailure !== undefined) return { reason: this.portalFailure };
				this.open = true;
				this.#site = site;
				const close = () => {
					this.open = false;
				};
				return { close };
			},
			crypto: this.secrets,
			page: { gzip: Uint8Array.of(), etag: '"1"', csp: "" },
			setupPassword: "setup password",
			about: { firmware: "1.2.3", protection: "plain-key", host: "leafcast-1a2b.local" },
			...{
				freeMemory: () => undefined,
				restart: () => void this.restarts++,
				forgetKey: () => this.#forget(),
				openWifi: (_networks, outlook) => {
					this.outlook = outlook;
					return wifi;
				},
				homeAddress: () => this.homeAddress,
			},
			report: (event) => void this.events.push(event),
			createApp: (settings, report) => this.#createApp(settings, report),
			createListener: (report) => this.#createListener(report),
			createTrial: (settings, onDone) => this.#createTrial(settings, onDone),
		});
		this.device.start();
	}

	ask(request: HttpRequest): HttpResponse & { body: string } {
		const answers: HttpResponse[] = [];
		this.#site?.handle(request, (answer) => void answers.push(answer));
		const [answer] = answers;
		if (answer === undefined) throw new Error("no answer yet");
		return { ...answer, body: String(answer.body) };
	}

	/** Whether the device takes who has this address for somebody in its setup network. */
	isSetupPeer(address: string): boolean | undefined {
		return this.#site?.isSetupPeer(address);
	}

	#createTrial(settings: Settings, onDone: (result: BrokerTestResult) => void) {
		const trial = { settings, onDone, cancelled: false };
		return {
			start: () => void this.trials.push(trial),
			cancel: () => {
				trial.cancelled = true;
			},
		};
	}

	#read(): { document: string; stale?: string } | { missing: true } {
		if (this.stored === undefined) return { missing: true };
		return { document: this.stored, ...(this.stale !== undefined && { stale: this.stale }) };
	}

	#forget(): { reason: string } | undefined {
		this.forgotten.push("key");
		return this.forgetFailure === undefined ? undefined : { reason: this.forgetFailure };
	}

	#erase(): undefined {
		this.forgotten.push("settings");
		this.stored = undefined;
	}

	#write(text: string): { reason: string } | undefined {
		if (this.writeFailure !== undefined) return { reason: this.writeFailure };
		this.stored = text;
		this.stale = undefined;
		return undefined;
	}

	#createApp(settings: Settings, report: Report) {
		const app: FakeApp = { ...newWork(report), settings };
		return workOf(app, this.apps);
	}

	#createListener(report: Report) {
		return workOf(newWork(report), this.listeners);
	}
}

function newWork(report: Report): FakeWork {
	return { report, stopped: false, crystal: undefined, identity: undefined };
}

/** Puts itself into a list when it is started. */
function workOf<Work extends FakeWork>(work: Work, started: Work[]) {
	return {
		get crystal() {
			return work.crystal;
		},
		get identity() {
			return work.identity;
		},
		start: () => void started.push(work),
		stop: (onStopped: () => void) => {
			work.stopped = true;
			onStopped();
		},
	};
}
