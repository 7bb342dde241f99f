import type { CanBus, OpenCanBus } from "./can/can-bus";
import type { CanFrame } from "./can/frame";
import type { Cancel, Clock } from "./clock";
import type { Report } from "./event";
import type { DeviceIdentity } from "./homeassistant/discovery";
import { POLLED_IDS, Poller } from "./leaf/polling/poller";
import type { Settings } from "./settings/settings";
import type { OpenMqttLink } from "./telemetry/mqtt-link";
import { Telemetry } from "./telemetry/telemetry";
import { FOLLOWED } from "./vehicle/followed";
import { Session } from "./vehicle/session";
import { takeSnapshot } from "./vehicle/snapshot";
import { Vehicle } from "./vehicle/vehicle";

/** How often the car's values are looked at, ms. */
const SAMPLE_PERIOD = 1000;
/** How often the poller looks at its clock, ms: finer than its shortest time-out. */
const POLL_TICK = 50;
/** Pause before a CAN controller that did not answer is tried again, ms. */
const CAN_RETRY = 10_000;

/** The outside world of the application. */
export interface AppPorts {
	readonly clock: Clock;
	/** Uniform in [0, 1). */
	readonly random: () => number;
	readonly openCan: OpenCanBus;
	readonly openMqtt: OpenMqttLink;
	readonly report: Report;
}

/** The application: frames from the car in, messages to the broker out. */
export class App {
	readonly #ports: AppPorts;
	readonly #settings: Settings;
	readonly #vehicle = new Vehicle();
	readonly #session: Session;
	readonly #poller: Poller;
	readonly #telemetry: Telemetry;
	readonly #timers: Cancel[] = [];
	#can: CanBus | undefined = undefined;
	#cancelCanRetry: Cancel | undefined = undefined;
	#frames = 0;
	#framesSeen = 0;

	constructor(settings: Settings, device: DeviceIdentity, ports: AppPorts) {
		this.#ports = ports;
		this.#settings = settings;
		this.#session = new Session(ports.random);
		this.#poller = new Poller({
			silentBusAllowed: settings.car.bus === "obd-gateway",
			onGroup01: (group, now) => this.#vehicle.receiveGroup01(group, now),
		});
		this.#telemetry = new Telemetry({ ...ports, device, qos: settings.mqtt.qos });
	}

	/** Opens the bus and the connection, and keeps both. */
	start(): void {
		const { clock } = this.#ports;
		this.#openCan();
		this.#telemetry.start();
		this.#timers.push(clock.every(SAMPLE_PERIOD, () => this.#sample()));
		if (this.#settings.car.diagnostics) {
			this.#timers.push(clock.every(POLL_TICK, () => this.#poll()));
		}
	}

	/** Says goodbye to the broker, then calls back. */
	stop(onStopped: () => void): void {
		for (const cancel of this.#timers.splice(0)) cancel();
		this.#cancelCanRetry?.();
		this.#can?.close();
		this.#telemetry.stop(onStopped);
	}

	#openCan(): void {
		const followed = FOLLOWED.filter(({ bus }) => bus === this.#settings.car.bus);
		// Replies come in bursts: the controller keeps its first filters, with two buffers, for them.
		const accept = [...POLLED_IDS, ...followed.map(({ message }) => message.id)];
		const opened = this.#ports.openCan(accept, (frame) => this.#receive(frame));
		if (!("reason" in opened)) {
			this.#can = opened;
			return;
		}
		this.#ports.report({ event: "fault", where: "can", reason: opened.reason });
		this.#cancelCanRetry = this.#ports.clock.after(CAN_RETRY, () => this.#openCan());
	}

	#receive(frame: CanFrame): void {
		const now = this.#ports.clock.monotonic();
		this.#frames += 1;
		if (POLLED_IDS.includes(frame.id)) this.#poller.receive(frame, now);
		else this.#vehicle.receive(frame, now);
	}

	#poll(): void {
		const now = this.#ports.clock.monotonic();
		// Looked at here and not for each frame: there are a hundred and more between two looks.
		if (this.#frames !== this.#framesSeen) this.#poller.busAlive(now);
		this.#framesSeen = this.#frames;
		if (this.#can !== undefined) this.#poller.tick(this.#can, now);
	}

	#sample(): void {
		const { clock, report } = this.#ports;
		this.#can?.poll();
		const now = clock.monotonic();
		const snapshot = takeSnapshot(this.#vehicle, this.#session, now);
		const { values, ages } = snapshot;
		const { rejected } = this.#vehicle;
		report({ event: "values", values, ages, frames: this.#frames, rejected });
		this.#telemetry.update(snapshot, now);
	}
}
