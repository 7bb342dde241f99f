/** Unsigned 16 bits at `index`, most significant byte first. The caller sees to the bounds, here and below. */
export function u16(data: Uint8Array, index: number): number {
	return ((data[index] as number) << 8) | (data[index + 1] as number);
}

/** Unsigned 24 bits at `index`, most significant byte first. */
export function u24(data: Uint8Array, index: number): number {
	return (u16(data, index) << 8) | (data[index + 2] as number);
}

/** Unsigned 32 bits at `index`, most significant byte first. */
export function u32(data: Uint8Array, index: number): number {
	return s32(data, index) >>> 0;
}

/** Two's complement in 8 bits at `index`. */
export function s8(data: Uint8Array, index: number): number {
	return ((data[index] as number) << 24) >> 24;
}

/** Two's complement in 16 bits at `index`, most significant byte first. */
export function s16(data: Uint8Array, index: number): number {
	return (u16(data, index) << 16) >> 16;
}

/** Two's complement in 32 bits at `index`, most significant byte first. */
export function s32(data: Uint8Array, index: number): number {
	return (u16(data, index) << 16) | u16(data, index + 2);
}
