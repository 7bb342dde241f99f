import type { CanFrame } from "./frame";

/**
 * `listen-only` neither acknowledges nor sends, so the car cannot notice us; `normal` takes part in the bus;
 * `one-shot` takes part, too, but does not repeat a frame that nobody acknowledges; `sleep` hears nothing and draws
 * least current (MCP2515 data sheet, 10.1 to 10.5, and 3.4 for one-shot).
 */
export type CanMode = "listen-only" | "normal" | "one-shot" | "sleep";

declare const checked: unique symbol;

/**
 * A frame that may go out on the bus of a car. No other part of the firmware can make one than the function that
 * checks what is about to be sent: the brand has no value.
 */
export type OutgoingFrame = Readonly<CanFrame> & { readonly [checked]: true };

/** The port through which the application reaches a CAN bus. */
export interface CanBus {
	/** Frequency of the controller's crystal, Hz, as given or as measured; left out where there is none to know of. */
	readonly crystal?: number;
	/** Changes mode. Frames received meanwhile are kept. */
	setMode(mode: CanMode): void;
	/** Queues one frame. `false` when the controller has no free transmit buffer, or takes no part in the bus. */
	send(frame: OutgoingFrame): boolean;
	/** Takes back whatever is still waiting to be sent. */
	abort(): void;
	/** Takes what was received even if the interrupt for it got lost. To be called every 50 ms or so. */
	poll(): void;
	/** Frees the hardware. May be called twice. */
	close(): void;
}

/**
 * Which identifiers to receive, by how they come. More than are wanted may come through. Where all three lists are
 * empty, every frame is received.
 */
export interface Acceptance {
	/** Of diagnostics, which come in bursts: always heard, and kept apart from the others. */
	readonly replies: readonly number[];
	/** Always heard. At most three; four when `inTurn` is empty. */
	readonly always: readonly number[];
	/** Heard one after the other, as there are not enough filters. For what is broadcast often. */
	readonly inTurn: readonly number[];
}

/**
 * What can be wrong with a bus: `no-chip` nothing answers as the controller would, `mode-refused` it does not obey,
 * `bad-bitrate` and `bad-accept` it cannot do what was asked, `no-crystal` its clock cannot be measured,
 * `stuck-interrupt` its interrupt line does not let go, `bus-off` it has left the bus after too many errors,
 * `restarted` it had to be set up anew, `wrong-bitrate` the bus is not as fast as was said. With a controller that is
 * elsewhere, on the network: `no-connection` it cannot be reached, `connection-refused` it is there for somebody else,
 * `connection-lost` it was reached and is gone, `not-slcan` something else is there.
 */
export type CanFault =
	| "no-chip"
	| "mode-refused"
	| "bad-bitrate"
	| "bad-accept"
	| "no-crystal"
	| "stuck-interrupt"
	| "bus-off"
	| "restarted"
	| "wrong-bitrate"
	| "no-connection"
	| "connection-refused"
	| "connection-lost"
	| "not-slcan";

/** Whom a bus tells what happens. */
export interface CanBusEvents {
	/** Called once for each received frame; the object is used again after the call. */
	onFrame(frame: CanFrame): void;
	onFault(fault: CanFault): void;
}

/** Opens the bus in listen-only mode. A `reason` says why there is none. */
export type OpenCanBus = (accept: Acceptance, events: CanBusEvents) => CanBus | { readonly reason: CanFault };
