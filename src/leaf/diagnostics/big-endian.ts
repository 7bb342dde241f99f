/** Unsigned 16 bits at `index`, most significant byte first. The caller sees to the bounds. */
export function u16(data: Uint8Array, index: number): number {
	return ((data[index] as number) << 8) | (data[index + 1] as number);
}

/** Two's complement in 32 bits at `index`, most significant byte first. The caller sees to the bounds. */
export function s32(data: Uint8Array, index: number): number {
	return (u16(data, index) << 16) | u16(data, index + 2);
}

/** Unsigned 32 bits at `index`, most significant byte first. The caller sees to the bounds. */
export function u32(data: Uint8Array, index: number): number {
	return s32(data, index) >>> 0;
}
