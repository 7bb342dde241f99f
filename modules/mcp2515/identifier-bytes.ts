/** SIDH of an identifier: its upper 8 bits (register 4-4, and likewise in filters, masks and transmit buffers). */
export function sidhOf(id: number): number {
	return id >> 3;
}

/** SIDL of an identifier in a standard data frame: its lower 3 bits, without marks (register 4-5). */
export function sidlOf(id: number): number {
	return (id & 7) << 5;
}

/** An identifier or mask as SIDH, SIDL, EID8 and EID0 (registers 4-10 to 4-17); standard frames only. */
export function identifierBytes(id: number): readonly number[] {
	// EID8 and EID0 would be compared with the first two data bytes (4.5.1), so a mask leaves them 0.
	return [sidhOf(id), sidlOf(id), 0, 0];
}
