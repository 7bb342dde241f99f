/** A frame as it is on the bus. */
export interface BusFrame {
	/** 11 bits, or 29 when `extended`. */
	readonly id: number;
	/** As sent, 0 to 15; there are never more than 8 data bytes. */
	readonly dlc: number;
	readonly data: ArrayLike<number>;
	readonly extended?: boolean;
	readonly remote?: boolean;
}

/** How many data bytes the frame has on the bus. */
export function lengthOf(frame: BusFrame): number {
	return frame.remote ? 0 : Math.min(frame.dlc, 8);
}
