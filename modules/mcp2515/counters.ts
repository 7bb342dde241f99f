import { Interrupt } from "./registers";

/** What has happened since the driver was opened. */
export interface Counters {
	/** Frames given to `onFrame`. */
	received: number;
	/** Frames that another node has acknowledged. */
	sent: number;
	/** How often an overflow flag was found set: at least one frame was lost each time. */
	overflows: number;
	/** 1 since overflows have become so many that all identifiers take turns, before that 0. */
	crowded: number;
	/** Frames that passed the widened mask without being wanted. */
	unwanted: number;
	/** Remote and extended frames. */
	notData: number;
	/** How often the message error flag was found set: once a second at most, the chip does not interrupt for it. */
	messageErrors: number;
	/** How often the chip took itself off the bus after 256 errors in sending. */
	busOffs: number;
	/** How often a chip that had lost its settings was brought back. */
	restarts: number;
}

/** All at zero. */
export function zeroCounters(): Counters {
	return {
		received: 0,
		sent: 0,
		overflows: 0,
		crowded: 0,
		unwanted: 0,
		notData: 0,
		messageErrors: 0,
		busOffs: 0,
		restarts: 0,
	};
}

/** Counts the buffers that CANINTF says were sent (data sheet DS20001801, register 7-2). */
export function countSent(counters: Counters, interrupts: number): void {
	if (interrupts & Interrupt.sent0) counters.sent += 1;
	if (interrupts & Interrupt.sent1) counters.sent += 1;
	if (interrupts & Interrupt.sent2) counters.sent += 1;
}
