import { Car, type CarPorts } from "./car";
import { withheldOf } from "./car-on-bus";
import type { Clock } from "./clock";
import type { Report } from "./event";
import type { DeviceIdentity } from "./homeassistant/discovery";
import type { KeyValueStore } from "./key-value-store";
import type { Network } from "./network/network";
import { TimeKeeper } from "./network/time-keeper";
import type { TimeSource } from "./network/time-source";
import { type Settings, usesTls } from "./settings/settings";
import type { System } from "./system";
import type { OpenMqttLink } from "./telemetry/mqtt-link";
import { Telemetry } from "./telemetry/telemetry";
import type { KnownIdentity } from "./vehicle/identity-watch";

/** The outside world of the application. */
export interface AppPorts extends Pick<CarPorts, "openCan" | "openFrameServer"> {
	readonly clock: Clock;
	/** Uniform in [0, 1). */
	readonly random: () => number;
	readonly openMqtt: OpenMqttLink;
	/** Left out where the platform has no say in it. */
	readonly network?: Network;
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
	readonly #car: Car;
	readonly #time: TimeKeeper | undefined;
	/** `undefined` where the owner wants no broker. */
	readonly #telemetry: Telemetry | undefined;

	constructor(settings: Settings, device: DeviceIdentity, ports: AppPorts) {
		this.#ports = ports;
		const { timeSource: source } = ports;
		const servers = settings.device.timeServers.split(",");
		const time = source && new TimeKeeper({ ...ports, source, servers });
		this.#time = time;
		const telemetry = settings.mqtt.enabled
			? new Telemetry({
					...ports,
					...(usesTls(settings.mqtt) && time && { time }),
					...{ device, withheld: withheldOf(settings.car), qos: settings.mqtt.qos },
					...{ homeAssistant: settings.homeassistant, publishing: settings.publishing },
					onCommand: (name) => this.obey(name),
				})
			: undefined;
		this.#telemetry = telemetry;
		const { clock, random, openCan, openFrameServer, report } = ports;
		this.#car = new Car(settings.car, {
			...{ clock, random, openCan, report, ...(openFrameServer && { openFrameServer }) },
			onLook: (snapshot, now) => telemetry?.update(snapshot, now),
		});
	}

	/** Opens the bus and the connection, and keeps both. */
	start(): void {
		this.#car.start();
		this.#time?.start();
		if (this.#telemetry !== undefined) this.#telemetry.start();
		else this.#ports.report({ event: "connection", state: "disabled" });
	}

	/** Says goodbye to the broker, then calls back. */
	stop(onStopped: () => void): void {
		this.#time?.stop();
		this.#car.stop(() => {
			if (this.#telemetry !== undefined) this.#telemetry.stop(onStopped);
			else onStopped();
		});
	}

	/** See `Car`. */
	get crystal(): number | undefined {
		return this.#car.crystal;
	}

	/** See `Car`. */
	get identity(): KnownIdentity | undefined {
		return this.#car.identity;
	}

	private obey(command: "restart" | "identify"): void {
		const { system } = this.#ports;
		if (command === "identify") system.identify();
		// With a goodbye, so that the car is unavailable rather than silent meanwhile.
		else this.stop(() => system.restart());
	}
}
