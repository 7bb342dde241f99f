import { deepFreeze } from "../deep-freeze";
import type { CarBus } from "../leaf/car-bus";
import type { Generation } from "../leaf/generation";
import type { Message } from "../leaf/message";
import type { Read } from "../leaf/signal";
import type { ReadingName } from "./gates";

/** One signal that the vehicle follows. */
export interface FollowedSignal {
	readonly read: Read;
	readonly reading: ReadingName;
	/** Where its bytes mean this: it is read only once the generation is known to be one of them. */
	readonly generations: readonly Generation[] | undefined;
	/** Read in some frames only, see `Followed.slowEvery`. */
	readonly slow: boolean;
	/** It counts kilometres or miles, and cannot be told before the car has said which. */
	readonly inDistanceUnit: boolean;
}

/** A message and the signals of it that the vehicle follows. */
export interface Followed {
	/** Where it is listened to. */
	readonly buses: readonly CarBus[];
	readonly message: Message;
	/** Heard all the time; the others in turn, because the controller has fewer filters than there are messages. */
	readonly always: boolean;
	/** Of so many frames, the slow signals are read in one; 1 when there are none. */
	readonly slowEvery: number;
	readonly signals: readonly FollowedSignal[];
}

/** What raw codes mean; one that is left out means nothing. */
export type Codes = Readonly<Partial<Record<number, number>>>;

/** How a signal is read for the vehicle, where it is not read as it stands. */
export interface How<Name extends string> {
	readonly codes?: Codes;
	/** Sent where there is no value, beside what the message itself says of that. */
	readonly nothing?: number;
	/** Only while another signal of the frame has this value. */
	readonly only?: readonly [signal: Name, value: number];
	/** Narrower than what the message says of it. */
	readonly generations?: readonly Generation[];
	readonly slow?: true;
	readonly inDistanceUnit?: true;
}

/** Follows a signal of a message. */
export function signal<Name extends string>(
	message: Message<Name>,
	name: Name,
	reading: ReadingName,
	how: How<Name> = {},
): FollowedSignal {
	let read = message.read[name];
	if (how.nothing !== undefined) read = unless(how.nothing, read);
	deepFreeze(how);
	if (how.codes !== undefined) read = coded(read, how.codes);
	if (how.only !== undefined) read = onlyWhile(message.read[how.only[0]], how.only[1], read);
	return deepFreeze({
		read,
		reading,
		generations: how.generations ?? message.signals[name].generations,
		slow: how.slow ?? false,
		inDistanceUnit: how.inDistanceUnit ?? false,
	});
}

/** Follows a message. */
export function follow(
	buses: readonly CarBus[],
	message: Message,
	signals: readonly FollowedSignal[],
	{ always = false, slowEvery = 1 }: Partial<Pick<Followed, "always" | "slowEvery">> = {},
): Followed {
	return deepFreeze({ buses, message, signals, always, slowEvery });
}

// Constants of their own: what a closure has from its function's parameters would cost a place in RAM each.

function coded(signal: Read, codes: Codes): Read {
	const read = signal;
	const meanings = codes;
	return (data) => {
		const code = read(data);
		return code === undefined ? undefined : meanings[code];
	};
}

function unless(value: number, signal: Read): Read {
	const read = signal;
	const nothing = value;
	return (data) => {
		const said = read(data);
		return said === nothing ? undefined : said;
	};
}

function onlyWhile(flag: Read, value: number, signal: Read): Read {
	const read = signal;
	const condition = flag;
	const wanted = value;
	return (data) => (condition(data) === wanted ? read(data) : undefined);
}
