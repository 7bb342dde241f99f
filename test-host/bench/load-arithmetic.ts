// Which frames two receive buffers must lose, from times alone: neither the chip model nor the driver takes part.

/** A frame that passes the filters. */
export interface Arrival {
	/** When it has ended, in whole microseconds. */
	readonly atUs: number;
	/** The buffer that it is for; from RXB0 a second one rolls over to RXB1 (MCP2515 data sheet, 4.2.1). */
	readonly buffer: 0 | 1;
}

/** A regular call that is not about INT alone: serves the chip if INT is low, then does its errands. */
export interface Errand {
	readonly atUs: number;
	/** SPI time of giving a filter to another identifier, after which INT is looked at once more; 0: not done. */
	readonly turnUs: number;
	/** SPI time of inspecting the chip, after which error flags are handled if there are any; 0: not done. */
	readonly inspectUs: number;
}

/** What the buffers had to take, and who emptied them when. */
export interface Service {
	readonly arrivals: readonly Arrival[];
	/** For each fall of INT at `atUs` the time until the service begins, in whole microseconds. */
	readonly latencyUs: (atUs: number) => number;
	/** In their order; nothing is served after the last one. */
	readonly errands: readonly Errand[];
}

/** What must come of it. */
export interface Prediction {
	/** Positions of the lost frames among the arrivals. */
	readonly lost: readonly number[];
	/**
	 * How often RX1OVR is found set; with rollover RXB0 has no overflow of its own (figure 4-3). Frames lost until the
	 * flag is read and cleared are one such overflow: the chip does not count them.
	 */
	readonly overflows: number;
}

/** SPI time in microseconds at 8 MHz, which is a byte each. */
const STATUS_US = 2;
const READ_US = 14;
const FLAGS_US = 4;
const CLEAR_US = 4;

/**
 * What is lost and how many overflows are found. The service looks what is waiting and reads it, RXB0 first, until
 * INT is high; when nothing waits and INT is low, it reads the flags and clears what it found. Handing a frame on
 * takes no time: that part of the firmware's work belongs to the latency of the next service.
 */
export function predict(service: Service): Prediction {
	const buffers = new Buffers(service);
	for (const errand of service.errands) {
		buffers.serveFallsUntil(errand.atUs);
		buffers.doErrand(errand);
	}
	return buffers;
}

/**
 * The longest time from the fall of INT to the beginning of the service, in microseconds, with which nothing can be
 * lost whatever the shorter times in between: for each frame that may have let INT fall, the next that finds no room
 * must come after the buffer has been read.
 */
export function harmlessLatencyUs(arrivals: readonly Arrival[]): number {
	let least = Number.POSITIVE_INFINITY;
	arrivals.forEach((first, index) => {
		const full: [boolean, boolean] = [false, false];
		for (let next = index; next < arrivals.length; next++) {
			const arrival = arrivals[next] ?? first;
			const room = roomFor(arrival.buffer, full);
			if (!full[room]) {
				full[room] = true;
				continue;
			}
			// RXB0 is read first, and of two full buffers a frame for it needs but one.
			const reads = full[0] && arrival.buffer === 1 ? 2 : 1;
			least = Math.min(least, arrival.atUs - first.atUs - STATUS_US - reads * READ_US - 1);
			return;
		}
	});
	return least;
}

/** Where a frame goes. */
function roomFor(buffer: 0 | 1, full: readonly [boolean, boolean]): 0 | 1 {
	return buffer === 0 && full[0] ? 1 : buffer;
}

/** Two buffers, the overflow flag and the error interrupt that it makes, on one line of time. */
class Buffers implements Prediction {
	readonly lost: number[] = [];
	overflows = 0;
	readonly #service: Service;
	#nowUs = 0;
	#next = 0;
	readonly #full: [boolean, boolean] = [false, false];
	#overflowed = false;
	#error = false;
	#wasLow = false;
	/** When the service for the last fall of INT begins. */
	#dueUs = Number.POSITIVE_INFINITY;

	constructor(service: Service) {
		this.#service = service;
	}

	/** Lets time pass; each fall of INT that is due until then is served. */
	serveFallsUntil(untilUs: number): void {
		for (;;) {
			const nextUs = Math.min(this.#arrivesAtUs, this.#dueUs);
			if (nextUs > untilUs) break;
			const isDue = this.#dueUs < this.#arrivesAtUs;
			this.#passUntil(Math.max(nextUs, this.#nowUs));
			if (!isDue) continue;
			this.#dueUs = Number.POSITIVE_INFINITY;
			this.#serve();
		}
		this.#passUntil(Math.max(untilUs, this.#nowUs));
	}

	doErrand({ turnUs, inspectUs }: Errand): void {
		this.#serve();
		if (turnUs > 0) {
			this.#spend(turnUs);
			this.#serve();
		}
		if (inspectUs === 0) return;
		this.#spend(inspectUs);
		if (this.#error) this.#handleFlags();
	}

	get #arrivesAtUs(): number {
		return this.#service.arrivals[this.#next]?.atUs ?? Number.POSITIVE_INFINITY;
	}

	get #isLow(): boolean {
		return this.#full[0] || this.#full[1] || this.#error;
	}

	#spend(us: number): void {
		this.#passUntil(this.#nowUs + us);
	}

	/** What ends at the same time as an SPI transaction comes before it. */
	#passUntil(untilUs: number): void {
		for (let arrival = this.#service.arrivals[this.#next]; arrival && arrival.atUs <= untilUs; ) {
			this.#nowUs = arrival.atUs;
			this.#arrive(arrival.buffer);
			this.#next += 1;
			arrival = this.#service.arrivals[this.#next];
		}
		this.#nowUs = untilUs;
	}

	#arrive(buffer: 0 | 1): void {
		const room = roomFor(buffer, this.#full);
		if (this.#full[room]) {
			this.lost.push(this.#next);
			this.#overflowed = true;
			this.#error = true;
		} else this.#full[room] = true;
		this.#watch();
	}

	/** A fall that nobody has been called for yet makes no second call. */
	#watch(): void {
		const falls = this.#isLow && !this.#wasLow;
		this.#wasLow = this.#isLow;
		if (falls && this.#dueUs === Number.POSITIVE_INFINITY) {
			this.#dueUs = this.#nowUs + this.#service.latencyUs(this.#nowUs);
		}
	}

	#serve(): void {
		while (this.#isLow) {
			this.#spend(STATUS_US);
			const [first, second] = this.#full;
			if (first) this.#read(0);
			if (second) this.#read(1);
			if (!first && !second) this.#handleFlags();
		}
	}

	#read(buffer: 0 | 1): void {
		this.#spend(READ_US);
		this.#full[buffer] = false;
		this.#watch();
	}

	/** The overflow is cleared before the interrupt that it makes, and that one only stays clear without overflow. */
	#handleFlags(): void {
		this.#spend(FLAGS_US);
		const error = this.#error;
		if (this.#overflowed) {
			this.overflows += 1;
			this.#spend(CLEAR_US);
			this.#overflowed = false;
		}
		if (!error) return;
		this.#spend(CLEAR_US);
		this.#error = this.#overflowed;
		this.#watch();
	}
}
