import type { ValuesEvent } from "../../src/event";
import type { Settings } from "../../src/settings/settings";
import { VirtualCar } from "../virtual/car";
import type { CarFile } from "../virtual/car-file";
import { builtInCar } from "../virtual/car-story";
import { parseFrame } from "../virtual/frame-text";
import { SimulatedDevice } from "./simulated-device";

/** A simulated device in a virtual car. */
export class Ride {
	readonly device = new SimulatedDevice();
	readonly file: CarFile;
	readonly car: VirtualCar;

	/**
	 * @param car A built-in car, or a car file.
	 * @param settings The owner's choices, apart from the bus.
	 * @param serviceMs How late the firmware looks when a frame has come.
	 */
	constructor(car: string | CarFile, settings: Partial<Settings["car"]> = {}, serviceMs?: number) {
		const { device } = this;
		this.file = typeof car === "string" ? builtInCar(car) : car;
		device.start({ bus: this.file.bus, ...settings }, serviceMs);
		this.car = new VirtualCar({ car: this.file, bus: device.wire, clock: device.clock });
		device.wire.join(this.car);
	}

	/** Lets time pass, ms. */
	run(ms: number): this {
		this.device.run(ms);
		return this;
	}

	/** Somebody else on the bus asks the car, such as `0x79B#0221010000000000`, and lets it answer in one go. */
	ask(request: string): void {
		const { wire } = this.device;
		const frame = parseFrame(request);
		wire.send(frame);
		this.car.receive(frame);
		const goOn = { ...frame, data: Uint8Array.of(0x30, 0, 0, 0, 0, 0, 0, 0) };
		this.device.clock.after(20, () => this.car.receive(goOn));
	}

	/** What the device has told last. */
	get told(): ValuesEvent {
		const last = this.device.events.filter((event): event is ValuesEvent => event.event === "values").at(-1);
		if (last === undefined) throw new Error("nothing was told yet");
		return last;
	}

	/** What the next poll waits for. */
	get waits(): string | undefined {
		return this.told.poll?.waits;
	}

	/** Faults of the bus that were reported. */
	get faults(): string[] {
		return this.device.events.flatMap((event) => (event.event === "fault" ? [event.reason] : []));
	}
}
