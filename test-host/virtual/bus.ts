import type { CanFrame } from "../../src/can/frame";

/** The wire of a CAN bus, as one who sends on it sees it. */
export interface Bus {
	/**
	 * Puts a frame on the wire: all receivers get it before the call returns. They copy what they keep, because the
	 * same frame object may be sent again.
	 */
	send(frame: CanFrame): void;
}

/** Everything else on the bus, as the CAN controller of the device sees it: a car, or a recording of one. */
export interface Participant {
	/**
	 * Takes a frame that the device has sent, which may be reused after the call.
	 *
	 * @returns whether anybody acknowledged it: a controller repeats a frame that nobody acknowledges.
	 */
	receive(frame: CanFrame): boolean;
	/** Leaves the bus: sends nothing any more. May be called twice. */
	stop(): void;
}
