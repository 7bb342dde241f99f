import type { WantedIds } from "./acceptance";
import type { ChannelOptions } from "./channel";
import type { SlcanFrame } from "./slcan";

/**
 * As with a CAN controller. SLCAN cannot forbid repeating a frame: `one-shot` is the same as `normal`. In `sleep` the
 * other side closes its bus.
 */
export type Mode = "listen-only" | "normal" | "one-shot" | "sleep";

/** What `CanTcp.open` takes. */
export interface CanTcpOptions extends ChannelOptions {
	/** Bits a second on the bus: one of those that SLCAN has a digit for. */
	readonly bitrate: number;
	readonly accept: WantedIds;
	/** Called with each received frame; the object is used again after the call. */
	readonly onFrame: (frame: SlcanFrame) => void;
	readonly onError?: (reason: ErrorReason) => void;
}

/** Why there can be no bus: SLCAN has no such bit rate; or what to accept are not all 11-bit identifiers. */
export interface OpenFailure {
	readonly reason: "bad-bitrate" | "bad-accept";
}

/**
 * Why `onError` is called. As long as one and the same reason keeps the bus away it is told once.
 *
 * - `no-connection`: nobody answers at this host and port.
 * - `connection-refused`: somebody does and hangs up, or will not open a bus of this bit rate to listen.
 * - `not-slcan`: what comes from there is not SLCAN, or nothing comes.
 * - `connection-lost`: it ended, or commands are no longer answered.
 * - `restarted`: the bus is there again, in listen-only mode.
 * - `mode-refused`: the other side does not take part in its bus; it goes on listening.
 * - `bus-off`: the other side has too many errors to take part; listen-only mode now.
 */
export type ErrorReason =
	| "no-connection"
	| "connection-refused"
	| "not-slcan"
	| "connection-lost"
	| "restarted"
	| "mode-refused"
	| "bus-off";

/** What has happened since `open`. */
export interface Counters {
	/** Frames handed out. */
	received: number;
	/** Remote frames and frames with a 29-bit identifier. */
	unwanted: number;
	/** Frames that the other side has said to have sent, and those that it refused. */
	sent: number;
	refused: number;
}
