import { deepFreeze } from "../deep-freeze";
import { CAR_BUSES, type CarBus } from "../leaf/car-bus";
import { FRAME_CLUES } from "../leaf/fingerprint";
import { GENERATIONS, type Generation } from "../leaf/generation";
import { FOLLOWED } from "./followed";
import type { Followed, FollowedSignal } from "./followed-signal";
import { READING } from "./gates";
import type { Follower, Input } from "./input";

/** The inputs of a bus by identifier. */
export type Inputs = Readonly<Partial<Record<number, Input>>>;

/** What is known of the generation. */
type Known = Generation | "unknown";

const KNOWN: readonly Known[] = Object.freeze(["unknown", ...GENERATIONS]);

/** Made once, when the module is loaded: in RAM they would take 5 KB. */
const INPUTS = deepFreeze(byName(CAR_BUSES, (bus) => byName(KNOWN, (known) => inputsOf(bus, known))));

/** The inputs of a bus. Signals that mean something in one generation only are read when it is known to be that. */
export function inputsFor(bus: CarBus, generation: Generation | undefined): Inputs {
	return INPUTS[bus][generation ?? "unknown"];
}

function byName<Name extends string, Value>(names: readonly Name[], make: (name: Name) => Value) {
	return Object.fromEntries(names.map((name) => [name, make(name)])) as Record<Name, Value>;
}

function inputsOf(bus: CarBus, known: Known): Inputs {
	const followed = FOLLOWED.filter(({ buses }) => buses.includes(bus));
	const clues = FRAME_CLUES.filter((clue) => clue.bus === bus);
	const ids = new Set([...followed.map(({ message }) => message.id), ...clues.map(({ id }) => id)]);
	const inputs = [...ids].map((id, place) => {
		const one = followed.find(({ message }) => message.id === id);
		return [id, { place, ...feed(one, known), clues: clues.filter((clue) => clue.id === id) }];
	});
	return Object.fromEntries(inputs);
}

/** What the frames of a message feed; of one that is only heard for its clues, nothing. */
function feed(followed: Followed | undefined, known: Known): Omit<Input, "place" | "clues"> {
	if (followed === undefined) {
		return { check: unchecked, first: undefined, withSlow: undefined, slowEvery: 1 };
	}
	const { message, signals, slowEvery } = followed;
	const meant = signals.filter(({ generations }) => {
		return generations === undefined || (known !== "unknown" && generations.includes(known));
	});
	const first = chain(
		meant.filter(({ slow }) => !slow),
		undefined,
	);
	const slow = meant.filter((signal) => signal.slow);
	return { check: message.check, first, withSlow: chain(slow, first), slowEvery };
}

function chain(signals: readonly FollowedSignal[], rest: Follower | undefined): Follower | undefined {
	return signals.reduceRight(
		(next, { read, reading, inDistanceUnit }) => ({
			...{ read, inDistanceUnit, next },
			reading: READING[reading],
		}),
		rest,
	);
}

function unchecked(): undefined {}
