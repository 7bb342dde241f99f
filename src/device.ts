import type { App } from "./app";
import type { CanFault } from "./can/can-bus";
import type { Clock } from "./clock";
import type { AppEvent, Report } from "./event";
import { jsonText } from "./json";
import type { KeyValueStore } from "./key-value-store";
import { PatientServer } from "./network/patient-server";
import { EventLog } from "./portal/event-log";
import type { HttpServer, OpenHttpServer } from "./portal/http";
import type { Page } from "./portal/parts";
import { Portal } from "./portal/portal";
import type { BrokerTest, Heard, PortalDevice, Refusal, Status } from "./portal/portal-device";
import type { KeyDerivation } from "./settings/sealing";
import { parseSettings, SETTINGS_VERSION, type Settings, type SettingsError } from "./settings/settings";

/** Under which the settings document is stored. */
export const SETTINGS_KEY = "settings";

/** The outside world of the device. */
export interface DevicePorts {
	readonly clock: Clock;
	readonly store: KeyValueStore;
	/** The settings document to begin with where none is stored. */
	readonly preset?: string;
	readonly openHttp: OpenHttpServer;
	readonly keys: KeyDerivation;
	/** The page of the portal. */
	readonly page: Page;
	readonly firmware: string;
	readonly restart: () => void;
	readonly report: Report;
	/** Makes the application for valid settings; it is started by the device and tells `report` everything. */
	readonly createApp: (settings: Settings, report: Report) => Pick<App, "start" | "stop">;
}

/** The whole device: the portal always, the application as soon as there are valid settings. */
export class Device implements PortalDevice {
	readonly #ports: DevicePorts;
	#complaints: readonly SettingsError[] | undefined = [];
	#app: ReturnType<DevicePorts["createApp"]> | undefined = undefined;
	readonly #server: PatientServer<HttpServer>;
	#connection: Heard["connection"] = { state: "unconfigured" };
	#heard: Omit<Heard, "connection" | "identity" | "fault"> = { values: {}, ages: {}, frames: 0 };
	#fault: { readonly reason: CanFault; readonly at: number } | undefined = undefined;
	#identity: Heard["identity"] = undefined;
	readonly #log = new EventLog();
	/** Monotonic time of `#heard`, ms. */
	#heardAt = 0;

	constructor(ports: DevicePorts) {
		this.#ports = ports;
		const { clock, openHttp, report, keys, page } = ports;
		const portal = new Portal({ clock, keys, page, device: this });
		this.#server = new PatientServer({
			clock,
			open: () => openHttp((request, respond) => portal.handle(request, respond)),
			onFailure: (reason) => report({ event: "fault", where: "portal", reason }),
		});
	}

	/** Starts with the stored settings; without valid ones only the portal, which then asks for them. */
	start(): void {
		const { store, preset, report } = this.#ports;
		const stored = store.read(SETTINGS_KEY) ?? preset;
		const parsed = stored === undefined ? { errors: [] } : parseSettings(stored);
		if ("settings" in parsed) this.run(parsed.settings);
		else {
			this.#complaints = parsed.errors;
			report({ event: "unconfigured", errors: parsed.errors });
		}
		this.#server.start();
	}

	/** Closes the portal and lets the application say goodbye, then calls back. */
	stop(onStopped: () => void): void {
		this.#server.stop();
		if (this.#app === undefined) onStopped();
		else this.#app.stop(onStopped);
	}

	status(): Status {
		const time = this.#ports.clock.monotonic();
		const passed = time - this.#heardAt;
		const { values, ages, frames, poll, doubts } = this.#heard;
		const fault = this.#fault && { reason: this.#fault.reason, age: time - this.#fault.at };
		const now = Object.entries(ages).map(([key, age]) => [key, age + passed]);
		return {
			...{ configured: this.#complaints === undefined, complaints: this.#complaints ?? [] },
			...{ firmware: this.#ports.firmware, uptime: Math.floor(time / 1000), protection: "plain-key" },
			...{ counters: { frames }, connection: this.#connection, values },
			frames,
			...(fault && { fault }),
			ages: Object.fromEntries(now),
			...(this.#identity && { identity: this.#identity }),
			...(poll && { poll }),
			...(doubts && { doubts }),
		};
	}

	log(): string {
		return this.#log.text();
	}

	settings(): object {
		return {};
	}

	change(changes: object): Refusal | undefined {
		const document = jsonText({ version: SETTINGS_VERSION, ...changes });
		const parsed = parseSettings(document);
		if ("errors" in parsed) return parsed;
		const failure = this.#ports.store.write(SETTINGS_KEY, document);
		if (failure === undefined) this.run(parsed.settings);
		return failure;
	}

	scan(onDone: (result: { readonly reason: string }) => void): void {
		onDone({ reason: "no-wifi" });
	}

	testBroker(_changes: object, onDone: (result: BrokerTest) => void) {
		onDone({ state: "failed" });
		return () => {};
	}

	exportSettings(_passphrase: string, onDone: (result: { readonly reason: string }) => void): void {
		onDone({ reason: "not-supported" });
	}

	importSettings(_file: string, _passphrase: string, onDone: (refusal: Refusal) => void): void {
		onDone({ reason: "not-supported" });
	}

	adminRecord(): undefined {
		return undefined;
	}

	setupPassword(): string {
		return "";
	}

	restart(): void {
		this.#ports.restart();
	}

	factoryReset(): void {
		this.#ports.store.write(SETTINGS_KEY, "");
		this.#ports.restart();
	}

	private run(settings: Settings): void {
		this.#complaints = undefined;
		this.#app = this.#ports.createApp(settings, (event) => this.take(event));
		this.#app.start();
	}

	/** The portal shows what the application reports. */
	private take(event: AppEvent): void {
		this.#log.add(Math.floor(this.#ports.clock.monotonic() / 1000), event);
		if (event.event === "values") {
			this.#heard = event;
			this.#heardAt = this.#ports.clock.monotonic();
		}
		if (event.event === "fault" && event.where === "can") {
			this.#fault = { reason: event.reason, at: this.#ports.clock.monotonic() };
		}
		if (event.event === "identity") {
			const { event: _, ...identity } = event;
			this.#identity = identity;
		}
		if (event.event === "connection") {
			const { event: _, ...connection } = event;
			this.#connection = connection;
		}
		this.#ports.report(event);
	}
}
