/**
 * A classic CAN data frame with an 11-bit identifier (ISO 11898-1).
 *
 * Receivers get the same frame object again and again, so that the hot path makes no garbage: copy what
 * must outlive the call.
 */
export interface CanFrame {
	/** Identifier, 0 to 0x7FF. */
	id: number;
	/** Data length code: how many bytes of `data` are meant, 0 to 8. */
	dlc: number;
	/** Always 8 bytes long; bytes from `dlc` on are undefined. */
	readonly data: Uint8Array;
}

/** An empty frame to fill: the one allocation of a receiver or sender. */
export function emptyFrame(): CanFrame {
	return { id: 0, dlc: 0, data: new Uint8Array(8) };
}
