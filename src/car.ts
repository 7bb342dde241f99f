import type { Acceptance, CanFault, OpenCanBus } from "./can/can-bus";
import type { CanFrame } from "./can/frame";
import type { FrameServer, OpenFrameServer } from "./can/frame-server";
import { PatientCan } from "./can/patient-can";
import { CarOnBus } from "./car-on-bus";
import type { Cancel, Clock } from "./clock";
import { deepFreeze } from "./deep-freeze";
import type { Report } from "./event";
import { busToldBy } from "./leaf/bus-telltales";
import type { CarBus } from "./leaf/car-bus";
import { PatientServer } from "./network/patient-server";
import type { Settings } from "./settings/settings";
import type { KnownIdentity } from "./vehicle/identity-watch";
import type { Snapshot } from "./vehicle/snapshot";

/** How often the car's values are looked at, ms. */
const SAMPLE_PERIOD = 1000;
/** How often the poller and the controller look at their clocks, ms: finer than the shortest time-out. */
const TICK = 50;

/** Every frame. */
const EVERYTHING: Acceptance = deepFreeze({ replies: [], always: [], inTurn: [] });

/** How a car is listened to of which its owner has not said anything: it is asked nothing. */
export const LISTENING: Settings["car"] = deepFreeze({
	diagnostics: false,
	vin: false,
	crystal: "auto",
	pins: {},
});

/** The world of the car, and who wants to know of it. */
export interface CarPorts {
	readonly clock: Pick<Clock, "monotonic" | "after" | "every">;
	/** Uniform in [0, 1). */
	readonly random: () => number;
	readonly openCan: OpenCanBus;
	/** Left out where nobody can be shown the bus. */
	readonly openFrameServer?: OpenFrameServer;
	readonly report: Report;
	/** Takes what is known once a second; `now`: monotonic ms. Left out where events are enough. */
	readonly onLook?: (snapshot: Snapshot, now: number) => void;
}

/**
 * The car at the plug: frames in, a look at what is known once a second out. Unless its settings say to which bus it is
 * wired, it listens to everything, without a word of its own, until a message gives that away.
 */
export class Car {
	readonly #ports: CarPorts;
	readonly #settings: Settings["car"];
	readonly #link: PatientCan;
	/** `undefined` unless the owner wants the bus to be shown. */
	readonly #server: PatientServer<FrameServer> | undefined;
	readonly #timers: Cancel[] = [];
	#car: CarOnBus;
	/** The bus that a message has given away, until the next tick: a controller is not closed while it calls. */
	#found: CarBus | undefined = undefined;
	#isSearching: boolean;
	#frames = 0;
	#framesSeen = 0;

	constructor(settings: Settings["car"], ports: CarPorts) {
		const { bus } = settings;
		this.#ports = ports;
		this.#settings = settings;
		this.#link = new PatientCan(ports.clock, ports.openCan);
		this.#isSearching = bus === undefined;
		// Of a car that has not been heard any bus knows as little.
		this.#car = new CarOnBus(bus ?? "ev-can", settings, ports.random);
		this.#server = this.frameServer();
	}

	/** Opens the bus, and keeps it. */
	start(): void {
		const { clock, report } = this.#ports;
		const { bus } = this.#settings;
		this.#server?.start();
		report({ event: "bus", ...(bus && { bus }) });
		this.openCan();
		this.#timers.push(clock.every(SAMPLE_PERIOD, () => this.sample()));
		this.#timers.push(clock.every(TICK, () => this.tick()));
	}

	/** Calls back at once: the car need not be told. */
	stop(onStopped: () => void): void {
		for (const cancel of this.#timers.splice(0)) cancel();
		this.#link.close();
		this.#server?.stop();
		onStopped();
	}

	/** See `CanBus`; `undefined` while there is no bus. */
	get crystal(): number | undefined {
		return this.#link.can?.crystal;
	}

	/** See `CarOnBus`. */
	get identity(): KnownIdentity | undefined {
		return this.#car.identity;
	}

	private frameServer(): PatientServer<FrameServer> | undefined {
		const { clock, openFrameServer, report } = this.#ports;
		const { servePort } = this.#settings;
		if (servePort === undefined || openFrameServer === undefined) return undefined;
		const onFailure = (reason: string) => report({ event: "fault", where: "can-server", reason });
		return new PatientServer({ clock, open: () => openFrameServer(servePort), onFailure });
	}

	private openCan(): void {
		const { servePort, diagnostics } = this.#settings;
		const onFault = (reason: CanFault) => this.canFault(reason);
		if (this.#isSearching) {
			this.#link.open(EVERYTHING, { onFrame: (frame) => this.search(frame), onFault });
			return;
		}
		// Filters keep the bursts of replies whole: they are done without only where nothing is asked.
		const accept = servePort !== undefined && !diagnostics ? EVERYTHING : this.#car.acceptance;
		this.#link.open(accept, { onFrame: (frame) => this.receive(frame), onFault });
	}

	private canFault(reason: CanFault): void {
		const { clock, report } = this.#ports;
		report({ event: "fault", where: "can", reason });
		if (reason === "bus-off") this.#car.busOff(clock.monotonic());
	}

	private receive(frame: CanFrame): void {
		this.#frames += 1;
		this.#server?.server?.frame(frame);
		this.#car.receive(frame, this.#ports.clock.monotonic());
	}

	private search(frame: CanFrame): void {
		this.#frames += 1;
		this.#server?.server?.frame(frame);
		this.#found ??= busToldBy(frame.id);
	}

	private settle(bus: CarBus): void {
		const { random, report } = this.#ports;
		this.#found = undefined;
		this.#isSearching = false;
		this.#car = new CarOnBus(bus, this.#settings, random);
		report({ event: "bus", bus });
		this.openCan();
	}

	private tick(): void {
		this.#server?.server?.poll();
		if (this.#found !== undefined) this.settle(this.#found);
		const { can } = this.#link;
		if (can === undefined) return;
		can.poll();
		if (this.#isSearching) return;
		const now = this.#ports.clock.monotonic();
		// Looked at here and not for each frame: there are a hundred and more between two looks.
		if (this.#frames !== this.#framesSeen) this.#car.busAlive(now);
		this.#framesSeen = this.#frames;
		this.#car.tick(can, now);
	}

	private sample(): void {
		const { clock, report, onLook } = this.#ports;
		const now = clock.monotonic();
		const car = this.#car;
		const snapshot = car.look(now);
		const identity = car.identityNews();
		if (identity !== undefined) report({ event: "identity", ...identity });
		const { values, ages } = snapshot;
		const { poll, ...health } = car.health(now);
		report({
			...{ event: "values", values, ages, frames: this.#frames, ...health },
			// While the bus is not known nothing is asked.
			...(poll && !this.#isSearching && { poll }),
		});
		onLook?.(snapshot, now);
	}
}
