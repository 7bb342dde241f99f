import { expect } from "@jest/globals";
import { sharedVectors, type Vector } from "../../../helpers/shared";

/** A captured reply. `null` among its values: the car says that it has none. */
export interface ReplyVector extends Vector {
	readonly data: readonly string[];
	/** Who asked for what, such as `79B 02 21 01`. */
	readonly request?: string;
}

/** What a vector says of the reply as a whole; everything else in `expect` are values. */
export interface ReplyFacts {
	/** Such as `01` or `01 (meter)`. */
	readonly group?: string;
	readonly did?: string;
	readonly service?: string;
	readonly complete: boolean;
	readonly restarted: boolean;
	readonly negative: boolean;
	readonly pending: boolean;
	readonly nrc?: string;
	/** Of a reply that is not complete. */
	readonly announcedLen?: number;
	readonly values: Readonly<Record<string, unknown>>;
}

/** The captured replies; none in a clone without them. */
export function replyVectors(): ReplyVector[] {
	return sharedVectors(({ kind }) => kind === "isotp") as ReplyVector[];
}

/** Sorts what a vector expects. */
export function factsOf({ expect: expected }: ReplyVector): ReplyFacts {
	const { group, did, service, nrc, announcedLen, ...more } = expected as Partial<ReplyFacts>;
	const { complete = true, restarted = false, negative = false, pending = false, ...values } = more;
	const labels = { group, did, service, nrc, announcedLen };
	const told = Object.fromEntries(Object.entries(labels).filter(([, value]) => value !== undefined));
	return { ...told, complete, restarted, negative, pending, values } as unknown as ReplyFacts;
}

/** Every value that is expected is there: numbers to the vectors' four decimals, all else exactly. */
export function expectValues(
	actual: Readonly<Record<string, unknown>>,
	{ minEqualsSensorMin, ...expected }: Readonly<Record<string, unknown>>,
): void {
	for (const [name, value] of Object.entries(expected)) {
		expect(actual).toHaveProperty(name, typeof value === "number" ? expect.closeTo(value, 3) : value);
	}
	if (minEqualsSensorMin === undefined) return;
	const sensors = (actual["sensorTempC"] as (number | null)[]).filter((one) => one !== null);
	expect(actual["minTempC"] === Math.min(...sensors)).toBe(minEqualsSensorMin);
}
