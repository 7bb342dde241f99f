/**
 * A classic CAN data frame with an 11-bit identifier. The driver hands out the same few objects again and again:
 * copy what must outlive the call.
 */
export interface Frame {
	/** Identifier, 0 to 0x7FF. */
	id: number;
	/** How many bytes of `data` are meant, 0 to 8. */
	dlc: number;
	/** Always 8 bytes long; bytes from `dlc` on are undefined. */
	readonly data: Uint8Array;
}
