import { type CanFrame, emptyFrame } from "../../src/can/frame";
import type { Clock } from "../../src/clock";
import type { Bus, Participant } from "../virtual/bus";
import type { BusFrame } from "../virtual/mcp2515/bus-frame";
import type { Mcp2515Chip } from "../virtual/mcp2515/chip";

/** An 8-byte frame at 500 kbit/s with average stuffing and the pause after it, ms. */
const FRAME_MS = 0.25;

/**
 * A cable with the device's CAN controller at one end and any number of participants at the other. Frames for the
 * device come one after the other, each when its time on the wire is over; what the device sends arrives at once.
 */
export class Wire implements Bus {
	/** Everything that the device has sent, oldest first. */
	readonly sent: CanFrame[] = [];
	/** When each of them was sent, ms. */
	readonly sentAt: number[] = [];
	/** Called with each frame that the device was given. */
	onDelivered: (frame: CanFrame) => void = () => {};
	/** Somebody destroys every frame that the device sends. */
	disturbed = false;
	readonly #chip: Mcp2515Chip;
	readonly #clock: Clock;
	readonly #participants: Participant[] = [];
	readonly #queue: CanFrame[] = [];
	#plugged = true;

	constructor(chip: Mcp2515Chip, clock: Clock) {
		this.#chip = chip;
		this.#clock = clock;
		chip.onTransmit = (frame) => this.#fromDevice(copyOf(frame));
	}

	join(participant: Participant): void {
		this.#participants.push(participant);
	}

	get plugged(): boolean {
		return this.#plugged;
	}

	/** Takes the device off the bus, or puts it back. The car does not notice. */
	plug(plugged: boolean): void {
		this.#plugged = plugged;
	}

	send(frame: CanFrame): void {
		this.#queue.push(copyOf(frame));
		if (this.#queue.length === 1) this.#clock.after(FRAME_MS, () => this.#arrive());
	}

	#arrive(): void {
		const frame = this.#queue.shift();
		if (this.#queue.length > 0) this.#clock.after(FRAME_MS, () => this.#arrive());
		if (frame === undefined || !this.#plugged) return;
		this.#chip.receive(frame);
		this.onDelivered(frame);
	}

	#fromDevice(frame: CanFrame): boolean | "error" {
		if (this.disturbed) return "error";
		this.sent.push(frame);
		this.sentAt.push(this.#clock.monotonic());
		if (!this.#plugged) return false;
		// Every participant hears it, also when the first has acknowledged it already.
		return this.#participants.map((each) => each.receive(frame)).includes(true);
	}
}

function copyOf({ id, dlc, data }: BusFrame): CanFrame {
	const copy = emptyFrame();
	copy.id = id;
	copy.dlc = Math.min(dlc, 8);
	for (let index = 0; index < copy.dlc; index++) copy.data[index] = data[index] ?? 0;
	return copy;
}
