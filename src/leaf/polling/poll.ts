import type { CarBus } from "../car-bus";
import type { ReplyDefinition } from "../diagnostics/reply";
import type { Generation } from "../generation";

/** When a poll makes sense at all: while the car charges; when the owner wants the VIN to be read. */
export type PollCondition = "charging" | "vin";

/** One thing that is asked again and again. */
export interface Poll {
	readonly reply: ReplyDefinition;
	/** From one answer to the next request, ms. */
	readonly periodMs: number;
	/** On which buses there is somebody who answers. */
	readonly buses: readonly CarBus[];
	/** Which cars have it; left out: all. Otherwise it is not asked as long as the generation is unknown. */
	readonly generations?: readonly Generation[];
	/** Left out: always. */
	readonly only?: PollCondition;
	/** How often it is asked again at once when the answer is missing or spoilt; 2 when left out. */
	readonly retries?: number;
}
