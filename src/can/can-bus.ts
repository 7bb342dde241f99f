import type { CanFrame } from "./frame";

/**
 * `listen-only` neither acknowledges nor sends, so the car cannot notice us; `normal` takes part in the bus
 * (MCP2515 data sheet, 10.3 and 10.5).
 */
export type CanMode = "listen-only" | "normal";

/** The port through which the application reaches a CAN bus. */
export interface CanBus {
	/** Changes mode. Frames received meanwhile are kept. */
	setMode(mode: CanMode): void;
	/** Queues one frame. `false` when the controller has no free transmit buffer or only listens. */
	send(frame: CanFrame): boolean;
	/** Takes back whatever is still waiting to be sent. */
	abort(): void;
	/** Takes what was received even if the interrupt for it got lost. To be called every second or so. */
	poll(): void;
	/** Frees the hardware. May be called twice. */
	close(): void;
}

/**
 * Opens the bus in listen-only mode; `onFrame` is called once for each received frame with an accepted id.
 * A `reason` says why there is no bus.
 */
export type OpenCanBus = (
	accept: readonly number[],
	onFrame: (frame: CanFrame) => void,
) => CanBus | { readonly reason: string };
