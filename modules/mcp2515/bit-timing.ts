/** Register values for one bit rate (data sheet DS20001801, 5.5, registers 5-1 to 5-3). */
export interface BitTiming {
	readonly cnf1: number;
	readonly cnf2: number;
	readonly cnf3: number;
	/** Where in the bit the level is taken, 0 to 1. */
	readonly samplePoint: number;
}

/** Middle of the 75 to 80 % that car networks at 500 kbit/s are laid out for. */
const WANTED_SAMPLE_POINT = 0.775;
/** Share of the 1.7 % that two nodes may differ by (5.4) which the divider may use up. */
const RATE_TOLERANCE = 0.001;
/** Time quanta in a bit, by which 5.1 and 5.2 bound it. */
const MIN_QUANTA = 8;
const MAX_QUANTA = 25;
const MAX_PRESCALER = 64;
/** PS2 may not be shorter than the information processing time of 2 quanta (5.2.5). */
const MIN_SEGMENT_2 = 2;
const MAX_SEGMENT = 8;
/** CNF2: PS2 as programmed in CNF3 (5.5.2). */
const BTLMODE = 0x80;

/**
 * The register values for a bit rate: nearest to a sample point of 77.5 %, then with the finest quanta. The
 * synchronization jump width is 1 quantum, which 5.3 holds enough for quartz crystals.
 *
 * @param crystalHz Frequency at OSC1 in hertz: 8, 12, 16 or 20 MHz on the boards sold.
 * @param bitrate Bits a second.
 * @returns `undefined` when the crystal cannot be divided to within 0.1 % of that rate.
 */
export function bitTiming(crystalHz: number, bitrate: number): BitTiming | undefined {
	let best: BitTiming | undefined;
	for (let quanta = MAX_QUANTA; quanta >= MIN_QUANTA; quanta--) {
		const prescaler = prescalerFor(crystalHz, bitrate, quanta);
		if (prescaler === undefined) continue;
		for (let segment2 = MIN_SEGMENT_2; segment2 <= MAX_SEGMENT; segment2++) {
			const timing = layOut(prescaler, quanta, segment2);
			if (timing && (!best || offCentre(timing) < offCentre(best))) best = timing;
		}
	}
	return best;
}

/** TQ = 2 * BRP / fosc (5.1). */
function prescalerFor(crystalHz: number, bitrate: number, quanta: number): number | undefined {
	const exact = crystalHz / (2 * quanta * bitrate);
	const prescaler = Math.round(exact);
	if (!(prescaler >= 1 && prescaler <= MAX_PRESCALER)) return undefined;
	return Math.abs(exact / prescaler - 1) <= RATE_TOLERANCE ? prescaler : undefined;
}

function layOut(prescaler: number, quanta: number, segment2: number): BitTiming | undefined {
	const beforeSample = quanta - 1 - segment2;
	// 5.3: PropSeg + PS1 >= PS2; each of the two is 8 quanta at most.
	if (beforeSample < segment2 || beforeSample > 2 * MAX_SEGMENT) return undefined;
	const propagation = beforeSample >> 1;
	const segment1 = beforeSample - propagation;
	return {
		cnf1: prescaler - 1,
		cnf2: BTLMODE | ((segment1 - 1) << 3) | (propagation - 1),
		cnf3: segment2 - 1,
		samplePoint: (1 + beforeSample) / quanta,
	};
}

function offCentre(timing: BitTiming): number {
	return Math.abs(timing.samplePoint - WANTED_SAMPLE_POINT);
}
