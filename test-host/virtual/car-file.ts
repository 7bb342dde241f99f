import { CAR_BUSES, type CarBus } from "../../src/leaf/car-bus";
import { GENERATIONS, type Generation } from "../../src/leaf/generation";
import { parseCanId, parseFrame } from "./frame-text";
import { type Check, each, integer, list, object, oneOf, optional, string } from "./shape";

/** A frame that the car sends by itself again and again. */
export interface Broadcast {
	/** Such as `0x55B`. */
	readonly id: string;
	/** 0 to 8 bytes in hex; a list is sent in turn, an empty list ends the broadcast. */
	readonly data: string | readonly string[];
	readonly periodMs: number;
}

/** A question that the car answers. */
export interface Reply {
	/** A request in a single frame, without padding: `0x79B#022101`. */
	readonly request: string;
	/** The frames of the answer: `0x7BB#10296101…`; an empty list ends the reply. */
	readonly frames: readonly string[];
}

/** What the car does from some moment on. */
export interface Change {
	readonly broadcast?: readonly Broadcast[];
	readonly replies?: readonly Reply[];
}

/** A virtual car, as its JSON file describes it. */
export interface CarFile extends Change {
	readonly name: string;
	readonly generation: Generation;
	readonly bus: CarBus;
	/** What changes in the course of its day; `atMs` counts from its beginning. */
	readonly timeline?: readonly ({ readonly atMs: number } & Change)[];
}

/** Longer than a car's day, and than a timer can wait for, ms. */
const LONGEST = 2 ** 31 - 1;

const hex: Check = (value, path) =>
	typeof value === "string" && /^([0-9a-f]{2}){0,8}$/i.test(value)
		? []
		: [`${path}: ${JSON.stringify(value)} is not up to 8 bytes in hex, such as "92C0AA00"`];

const CHANGE = {
	broadcast: optional(
		list(
			object({
				id: accepted(parseCanId),
				data: (value, path) => (Array.isArray(value) ? each(value, path, hex) : hex(value, path)),
				periodMs: integer(1, LONGEST),
			}),
		),
	),
	replies: optional(list(object({ request: accepted(parseRequest), frames: list(accepted(parseFrame)) }))),
};

const CAR_FILE = object({
	name: string,
	generation: oneOf(GENERATIONS),
	bus: oneOf(CAR_BUSES),
	...CHANGE,
	timeline: optional(list(object({ atMs: integer(0, LONGEST), ...CHANGE }))),
});

/**
 * Checks what was read from a car file.
 *
 * @returns the car, or everything that is wrong with it, each beginning with where: `broadcast[2].periodMs: …`.
 */
export function checkCarFile(document: unknown): { car: CarFile } | { errors: string[] } {
	const errors = CAR_FILE(document, "");
	return errors.length > 0 ? { errors } : { car: document as CarFile };
}

/** Reads the text of a car file; otherwise as {@link checkCarFile}. */
export function parseCarFile(text: string): { car: CarFile } | { errors: string[] } {
	try {
		return checkCarFile(JSON.parse(text));
	} catch (error) {
		return { errors: [`not JSON: ${(error as Error).message}`] };
	}
}

/** Makes a check of a function that throws RangeErrors. */
function accepted(read: (text: string) => unknown): Check {
	return (value, path) => {
		if (typeof value !== "string") return string(value, path);
		try {
			read(value);
			return [];
		} catch (error) {
			if (error instanceof RangeError) return [`${path}: ${error.message}`];
			throw error;
		}
	};
}

function parseRequest(text: string): void {
	const { data, dlc } = parseFrame(text);
	const length = data[0] as number;
	if (length >= 1 && length <= 7 && length < dlc) return;
	throw new RangeError(`"${text}" is not a request in a single frame: the first byte tells how many follow`);
}
