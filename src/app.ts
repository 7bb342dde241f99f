import type { Acceptance, CanBus, CanFault, OpenCanBus } from "./can/can-bus";
import type { CanFrame } from "./can/frame";
import type { FrameServer, OpenFrameServer } from "./can/frame-server";
import type { Cancel, Clock } from "./clock";
import { deepFreeze } from "./deep-freeze";
import type { Report } from "./event";
import type { DeviceIdentity } from "./homeassistant/discovery";
import type { KeyValueStore } from "./key-value-store";
import { PLAN } from "./leaf/polling/plan";
import { Poller } from "./leaf/polling/poller";
import type { Network } from "./network/network";
import { PatientServer } from "./network/patient-server";
import { TimeKeeper } from "./network/time-keeper";
import type { TimeSource } from "./network/time-source";
import { type Settings, usesTls } from "./settings/settings";
import type { System } from "./system";
import type { OpenMqttLink } from "./telemetry/mqtt-link";
import { Telemetry } from "./telemetry/telemetry";
import { acceptanceOf } from "./vehicle/acceptance";
import { CarWatch } from "./vehicle/car-watch";
import { doubtsOf } from "./vehicle/doubts";
import { REPLIES } from "./vehicle/followed-replies";
import type { MetricKey } from "./vehicle/metrics";
import { Vehicle } from "./vehicle/vehicle";

/** How often the car's values are looked at, ms. */
const SAMPLE_PERIOD = 1000;
/** How often the poller and the controller look at their clocks, ms: finer than the shortest time-out. */
const TICK = 50;
/** Identifiers from here on are those of diagnostics. */
const DIAGNOSTICS = 0x700;
/** Pause before a CAN controller that did not answer is tried again, ms. */
const RETRY = 10_000;

/** Every frame. */
const EVERYTHING: Acceptance = deepFreeze({ replies: [], always: [], inTurn: [] });

/** The outside world of the application. */
export interface AppPorts {
	readonly clock: Clock;
	/** Uniform in [0, 1). */
	readonly random: () => number;
	readonly openCan: OpenCanBus;
	readonly openMqtt: OpenMqttLink;
	/** Left out where the platform has no say in it. */
	readonly network?: Network;
	/** Left out where nobody can be shown the bus. */
	readonly openFrameServer?: OpenFrameServer;
	/** Left out where the clock is somebody else's to set. */
	readonly timeSource?: TimeSource;
	/** Where what must not be lost outlives a restart. */
	readonly store: KeyValueStore;
	readonly system: System;
	readonly report: Report;
}

/** The application: frames from the car in, messages to the broker out. */
export class App {
	readonly #ports: AppPorts;
	readonly #settings: Settings;
	readonly #acceptance: Acceptance;
	readonly #vehicle: Vehicle;
	readonly #watch: CarWatch;
	readonly #poller: Poller;
	readonly #time: TimeKeeper | undefined;
	/** `undefined` where the owner wants no broker. */
	readonly #telemetry: Telemetry | undefined;
	readonly #timers: Cancel[] = [];
	#can: CanBus | undefined = undefined;
	/** `undefined` unless the owner wants the bus to be shown. */
	readonly #server: PatientServer<FrameServer> | undefined;
	#cancelCanRetry: Cancel | undefined = undefined;
	#frames = 0;
	#framesSeen = 0;

	constructor(settings: Settings, device: DeviceIdentity, ports: AppPorts) {
		const { bus, diagnostics: asked, generation, pack, capacity, consumption, vin, servePort } = settings.car;
		const withheld: readonly MetricKey[] = vin ? [] : ["vin"];
		this.#ports = ports;
		this.#settings = settings;
		this.#vehicle = new Vehicle({ bus, generation, packKwh: pack, newAmpereHours: capacity });
		this.#watch = new CarWatch(this.#vehicle, ports.random, { asked, withheld, consumption });
		this.#poller = new Poller({
			bus,
			plan: PLAN,
			vin,
			overheard: REPLIES,
			onReply: (reply, payload, now, values) => this.#vehicle.receiveReply(reply, payload, now, values),
		});
		// Filters keep the bursts of replies whole: they are done without only where nothing is asked.
		const all = servePort !== undefined && !asked;
		this.#acceptance = all ? EVERYTHING : acceptanceOf(bus, this.#poller.ids);
		this.#server = this.frameServer();
		const { timeSource: source } = ports;
		const servers = settings.device.timeServers.split(",");
		const time = source && new TimeKeeper({ ...ports, source, servers });
		this.#time = time;
		this.#telemetry = settings.mqtt.enabled
			? new Telemetry({
					...ports,
					...(usesTls(settings.mqtt) && time && { time }),
					...{ device, withheld, qos: settings.mqtt.qos, homeAssistant: settings.homeassistant },
					publishing: settings.publishing,
					onCommand: (name) => this.obey(name),
				})
			: undefined;
	}

	/** Opens the bus and the connection, and keeps both. */
	start(): void {
		const { clock } = this.#ports;
		this.#server?.start();
		this.#openCan();
		this.#time?.start();
		if (this.#telemetry !== undefined) this.#telemetry.start();
		else this.#ports.report({ event: "connection", state: "disabled" });
		this.#timers.push(clock.every(SAMPLE_PERIOD, () => this.sample()));
		this.#timers.push(clock.every(TICK, () => this.tick()));
	}

	/** Says goodbye to the broker, then calls back. */
	stop(onStopped: () => void): void {
		for (const cancel of this.#timers.splice(0)) cancel();
		this.#cancelCanRetry?.();
		this.#can?.close();
		this.#time?.stop();
		this.#server?.stop();
		if (this.#telemetry !== undefined) this.#telemetry.stop(onStopped);
		else onStopped();
	}

	private obey(command: "restart" | "identify"): void {
		const { system } = this.#ports;
		if (command === "identify") system.identify();
		// With a goodbye, so that the car is unavailable rather than silent meanwhile.
		else this.stop(() => system.restart());
	}

	private frameServer(): PatientServer<FrameServer> | undefined {
		const { clock, openFrameServer, report } = this.#ports;
		const { servePort } = this.#settings.car;
		if (servePort === undefined || openFrameServer === undefined) return undefined;
		const onFailure = (reason: string) => report({ event: "fault", where: "can-server", reason });
		return new PatientServer({ clock, open: () => openFrameServer(servePort), onFailure });
	}

	#openCan(): void {
		const opened = this.#ports.openCan(this.#acceptance, {
			onFrame: (frame) => this.receive(frame),
			onFault: (reason) => this.canFault(reason),
		});
		if (!("reason" in opened)) {
			this.#can = opened;
			return;
		}
		this.canFault(opened.reason);
		this.#cancelCanRetry = this.#ports.clock.after(RETRY, () => this.#openCan());
	}

	private canFault(reason: CanFault): void {
		const { clock, report } = this.#ports;
		report({ event: "fault", where: "can", reason });
		if (reason === "bus-off") this.#poller.busOff(clock.monotonic());
	}

	private receive(frame: CanFrame): void {
		const now = this.#ports.clock.monotonic();
		this.#frames += 1;
		this.#server?.server?.frame(frame);
		if (frame.id >= DIAGNOSTICS) this.#poller.receive(frame, now);
		else this.#vehicle.receive(frame, now);
	}

	private tick(): void {
		this.#server?.server?.poll();
		const can = this.#can;
		if (can === undefined) return;
		can.poll();
		const now = this.#ports.clock.monotonic();
		// Looked at here and not for each frame: there are a hundred and more between two looks.
		if (this.#frames !== this.#framesSeen) this.#poller.busAlive(now);
		this.#framesSeen = this.#frames;
		if (this.#settings.car.diagnostics) this.#poller.tick(can, now);
	}

	private sample(): void {
		const { clock, report } = this.#ports;
		const now = clock.monotonic();
		const vehicle = this.#vehicle;
		const snapshot = this.#watch.look(now);
		this.#poller.setGeneration(vehicle.identity.generation);
		this.#poller.setCharging(this.#watch.charging.value === true);
		const identity = this.#watch.identityNews();
		if (identity !== undefined) report({ event: "identity", ...identity });
		const doubts = doubtsOf(vehicle.readings, now);
		const poll = this.#settings.car.diagnostics ? this.#poller.next(now) : undefined;
		report({
			event: "values",
			values: snapshot.values,
			ages: snapshot.ages,
			frames: this.#frames,
			rejected: vehicle.rejected,
			...(doubts && { doubts }),
			...(poll && { poll }),
		});
		this.#telemetry?.update(snapshot, now);
	}
}
