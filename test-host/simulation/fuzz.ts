import type { CanFrame } from "../../src/can/frame";
import type { CarBus } from "../../src/leaf/car-bus";
import type { MetricKey } from "../../src/vehicle/metrics";
import type { MetricValue } from "../../src/vehicle/samples";
import { builtInCar, CAR_NAMES } from "../virtual/car-story";
import { frameOf, parseCanId, parseFrame } from "../virtual/frame-text";
import { HostileFrames, type HostileSources } from "./hostile-frames";
import { SimulatedDevice } from "./simulated-device";

/** How long a frame takes on the wire, ms. */
const FRAME_MS = 0.25;

/** Between which values a number must lie, or which texts there are (Leaf protocol facts, sections 2, 4 and 6). */
const LIMITS: Readonly<Partial<Record<MetricKey, readonly [number, number] | readonly string[]>>> = {
	soc: [0, 105],
	health: [1, 120],
	voltage: [200, 430],
	capacity: [10, 220],
	range: [0, 1000],
	energy: [0, 84],
	usable_capacity: [1, 80],
	soc_dash: [0, 100],
	current: [-512, 511.5],
	power: [-220, 220],
	charge_kind: ["none", "ac", "quick"],
	minutes_to_full: [0, 8190],
	temperature: [-40, 90],
	temperature_min: [-40, 90],
	temperature_max: [-40, 90],
	cell_min: [2.5, 4.3],
	cell_max: [2.5, 4.3],
	cell_spread: [0, 1800],
	gids: [0, 800],
	max_gids: [200, 800],
	hx: [0, 200],
	health_source: ["battery, asked", "battery broadcast", "instrument broadcast", "capacity in Ah"],
	gear: ["P", "R", "N", "D", "B"],
	speed: [0, 200],
	odometer: [0, 2_000_000],
	aux_voltage: [5, 16.5],
	ambient: [-40, 90],
	range_car: [0, 1000],
	quick_charges: [0, 65534],
	normal_charges: [0, 65534],
	balancing: [0, 96],
	generation: ["ZE0", "AZE0", "ZE1"],
	pack: [24, 62],
};

/** How a run of the fuzzer ended. */
export interface FuzzResult {
	readonly bus: CarBus;
	readonly seed: number;
	readonly frames: number;
	/** Frames that came through chip and driver to the application. */
	readonly heard: number;
	/** What was told although it cannot be, as `metric value`. */
	readonly impossible: readonly string[];
	/** How many metrics were known at one time or another: a fuzzer that is never believed tests little. */
	readonly told: number;
}

/**
 * Sends hostile frames through chip, driver, application and poller, with a device that asks, and looks at what it
 * tells every second. The same seed does the same.
 *
 * @throws What the firmware throws.
 */
export function fuzz(bus: CarBus, seed: number, frames: number): FuzzResult {
	const device = new SimulatedDevice();
	device.wire.join({ receive: () => true, stop: () => {} });
	device.start({ bus });
	const hostile = new HostileFrames(seed, sources());
	for (let count = 0; count < frames; count++) {
		device.hear(hostile.next());
		device.clock.advance(FRAME_MS);
	}
	const told = new Set<string>();
	const impossible = new Set<string>();
	let heard = 0;
	for (const event of device.events) {
		if (event.event !== "values") continue;
		heard = event.frames;
		for (const [key, value] of Object.entries(event.values)) {
			told.add(key);
			if (!isPossible(LIMITS[key as MetricKey], value)) impossible.add(`${key} ${value}`);
		}
	}
	return { bus, seed, frames, heard, impossible: [...impossible], told: told.size };
}

function isPossible(limits: readonly (number | string)[] | undefined, value: MetricValue): boolean {
	if (typeof value === "boolean") return true;
	if (typeof value === "string") return limits === undefined || limits.includes(value);
	if (limits === undefined) return false;
	return value >= Number(limits[0]) && value <= Number(limits[1]);
}

/** Everything that the built-in cars send and answer. */
function sources(): HostileSources {
	const frames: CanFrame[] = [];
	const replies: CanFrame[][] = [];
	for (const car of CAR_NAMES.map(builtInCar)) {
		for (const { broadcast = [], replies: answers = [] } of [car, ...(car.timeline ?? [])]) {
			for (const { id, data } of broadcast) {
				for (const hex of [data].flat()) frames.push(frameOf(parseCanId(id), hex));
			}
			for (const { request, frames: texts } of answers) {
				// Sometimes somebody asks first, sometimes nobody has.
				if (texts.length > 0) replies.push([request, ...texts].map(parseFrame), texts.map(parseFrame));
			}
		}
	}
	return { frames, replies };
}
