import type { CanFrame } from "./frame";

/** Shows received frames to others on the network, who cannot send any. */
export interface FrameServer {
	/** A frame was received; the object is used again after the call. */
	frame(frame: CanFrame): void;
	/** To be called every 50 ms or so: sends what was received. */
	poll(): void;
	/** Ends all connections. May be called twice. */
	close(): void;
}

/** Begins to serve at a TCP port. A `reason` says why it does not. */
export type OpenFrameServer = (port: number) => FrameServer | { readonly reason: string };
