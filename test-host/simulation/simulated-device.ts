import type { MCP2515, Mode } from "../../modules/mcp2515/mcp2515";
import { App } from "../../src/app";
import type { CanFrame } from "../../src/can/frame";
import type { AppEvent } from "../../src/event";
import { parseSettings, type Settings } from "../../src/settings/settings";
import { METRICS } from "../../src/vehicle/metrics";
import { fakeLinks } from "../helpers/fake-link";
import { ManualClock } from "../helpers/manual-clock";
import { MemoryStore } from "../helpers/memory-store";
import { Wiring } from "../modules/mcp2515/wiring";
import { Mcp2515Chip } from "../virtual/mcp2515/chip";
import { Wire } from "./wire";

const DEVICE = {
	...{ topicPrefix: "p", discoveryPrefix: "ha", clientId: "id" },
	...{ deviceName: "Nissan Leaf", model: "Leaf", firmwareVersion: "1" },
};

/** How soon the firmware looks when nothing else is said, ms. */
const SERVICE_MS = 0.2;
/** What an SPI transaction takes, ms. */
const TRANSFER_MS = 0.02;
/** How often the chip repeats what nobody acknowledged, ms: a request with its error frame. */
const REPEAT_MS = 0.5;
const STEP_MS = 100;

/**
 * The application, the CAN driver and the chip on a wire, with a broker that takes everything, in simulated time: a
 * minute takes a second, and every run is the same.
 */
export class SimulatedDevice {
	readonly clock = new ManualClock(Date.UTC(2026, 5, 1));
	readonly chip = new Mcp2515Chip(8_000_000, 500_000, () => this.clock.monotonic());
	readonly wire = new Wire(this.chip, this.clock);
	readonly events: AppEvent[] = [];
	/** Payloads by metric in the order in which they were published. */
	readonly published = new Map<string, string[]>();
	readonly #wiring = new Wiring(this.chip);
	readonly #links = fakeLinks();
	#app: App | undefined = undefined;
	#driver: MCP2515 | undefined = undefined;

	/**
	 * Boots, with the broker at hand.
	 *
	 * @param serviceMs From the falling edge of INT until the firmware looks.
	 */
	start(car: Partial<Settings["car"]>, serviceMs = SERVICE_MS): void {
		this.#app = new App(settingsOf(car), DEVICE, {
			clock: this.clock,
			random: () => 0.5,
			openMqtt: this.#links.open,
			store: new MemoryStore(),
			system: { restart: () => {}, identify: () => {} },
			openCan: (accept, { onFrame, onFault }) => {
				const opened = this.#wiring.tryOpen({
					crystal: "auto",
					now: () => this.clock.monotonic(),
					accept,
					onFrame,
					onError: onFault,
				});
				if ("reason" in opened) return opened;
				this.#driver = opened;
				return opened;
			},
			report: (event) => void this.events.push(event),
		});
		this.#wiring.beforeTransfer = () => this.clock.stall(TRANSFER_MS);
		const latch = this.chip.onInterrupt;
		this.chip.onInterrupt = () => {
			latch?.();
			this.clock.after(serviceMs, () => void this.#wiring.run());
		};
		this.clock.every(REPEAT_MS, () => this.chip.retry());
		this.#app.start();
		this.#links.latest().events.onOpen(false);
	}

	/** A frame is on the bus, and the firmware looks at once. */
	hear(frame: CanFrame): void {
		this.chip.receive(frame);
		this.#wiring.run();
	}

	/** What the CAN driver says that the chip is doing. */
	get mode(): Mode | undefined {
		return this.#driver?.mode;
	}

	/** Lets time pass. */
	run(ms: number): void {
		for (let passed = 0; passed < ms; passed += STEP_MS) {
			this.clock.advance(Math.min(STEP_MS, ms - passed));
			this.#links.latest().acknowledgeAll();
			for (const [topic, payload] of this.#links.latest().takeSent()) {
				const metric = /\/([^/]+)\/state$/.exec(topic)?.[1];
				// What the device says of itself is none of the car's, and what is empty takes something back.
				if (metric === undefined || payload === "") continue;
				if (!METRICS.some(({ key }) => key === metric)) continue;
				this.published.set(metric, [...(this.published.get(metric) ?? []), payload]);
			}
		}
	}
}

function settingsOf(car: Partial<Settings["car"]>): Settings {
	const parsed = parseSettings(JSON.stringify({ version: 1, mqtt: { host: "broker" }, car }));
	if ("errors" in parsed) throw new Error(JSON.stringify(parsed.errors));
	return parsed.settings;
}
