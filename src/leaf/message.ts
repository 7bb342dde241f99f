import { deepFreeze } from "../deep-freeze";
import type { Layout } from "./generation";
import { type Check, checkFor, type Integrity } from "./integrity";
import { bytesNeeded, compileSignal, type Read, readWhen, type Signal } from "./signal";

export type { RejectReason } from "./integrity";

/** What a message is made of. */
export interface MessageDefinition<Name extends string> {
	/** CAN identifier, 11 bits. */
	readonly id: number;
	readonly name: string;
	/** Bytes in a frame; several lengths where generations differ. All signals lie within the shortest. */
	readonly dlc: number | readonly number[];
	readonly integrity: Integrity;
	/** Nominal time between two frames, ms; that of the slowest generation. */
	readonly periodMs: number;
	/** Which generations send the message, and `CAR` if it is on their CAR-CAN. */
	readonly layouts: readonly Layout[];
	readonly signals: Readonly<Record<Name, Signal>>;
}

/** A message ready to be read. */
export interface Message<Name extends string = string> extends MessageDefinition<Name> {
	/** A reader for each signal, for the hot path: no check, no allocation. */
	readonly read: Readonly<Record<Name, Read>>;
	/** Call it first: a frame that fails must not be read. */
	readonly check: Check;
}

/**
 * Compiles a message's signals.
 *
 * @throws RangeError when a signal does not fit its frame, or depends on one that does not exist.
 */
export function defineMessage<const Name extends string>(definition: MessageDefinition<Name>): Message<Name> {
	const { dlc, integrity, signals } = definition;
	const shortest = Math.min(...[dlc].flat());
	const read = {} as Record<Name, Read>;
	for (const name of signalNames(signals)) {
		// The bytes behind a frame's last are whatever the frame before it left there.
		if (bytesNeeded(signals[name]) > shortest) throw new RangeError(`${name} is not in every frame`);
		read[name] = compile(signals, signals[name]);
	}
	const check = checkFor(dlc, integrity);
	return deepFreeze({ ...definition, read, check });
}

/** The names of the signals that a layout has; those of every layout when it is not known. */
export function signalsOf<Name extends string>(message: Message<Name>, layout: Layout | undefined): Name[] {
	return signalNames(message.signals).filter((name) => {
		const generations: readonly Layout[] | undefined = message.signals[name].generations;
		return generations === undefined || (layout !== undefined && generations.includes(layout));
	});
}

/** Every signal of a layout by name, `null` where the car has no value. For tools: it allocates. */
export function decode(
	message: Message,
	layout: Layout | undefined,
	data: Uint8Array,
): Record<string, number | null> {
	const values: Record<string, number | null> = {};
	for (const name of signalsOf(message, layout)) values[name] = message.read[name]?.(data) ?? null;
	return values;
}

function signalNames<Name extends string>(signals: Readonly<Record<Name, Signal>>): Name[] {
	return Object.keys(signals) as Name[];
}

function compile(signals: Readonly<Record<string, Signal>>, signal: Signal): Read {
	const read = compileSignal(signal);
	if (signal.when === undefined) return read;
	const flag = signals[signal.when.signal];
	if (flag === undefined) throw new RangeError(`no signal ${signal.when.signal} to depend on`);
	return readWhen(flag, signal.when, read);
}
