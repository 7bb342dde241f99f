import type { CarBus } from "../leaf/car-bus";
import { FRAME_CLUES } from "../leaf/fingerprint";
import type { Generation } from "../leaf/generation";
import type { Read } from "../leaf/signal";
import { FOLLOWED } from "./followed";
import type { FollowedSignal } from "./followed-signal";
import { type Follower, Input } from "./input";
import type { Reading } from "./reading";
import type { Readings } from "./readings";

/** International mile (1959). */
const KM_PER_MILE = 1.609344;

/** The inputs of a bus by identifier, not yet connected to any reading. */
export function inputsOf(bus: CarBus): Map<number, Input> {
	const inputs = new Map<number, Input>();
	const clues = FRAME_CLUES.filter((clue) => clue.bus === bus);
	const cluesIn = (id: number) => clues.filter((clue) => clue.id === id);
	for (const { id } of clues) inputs.set(id, new Input(id, undefined, cluesIn(id)));
	for (const followed of FOLLOWED.filter(({ buses }) => buses.includes(bus))) {
		const { id } = followed.message;
		inputs.set(id, new Input(id, followed, cluesIn(id)));
	}
	return inputs;
}

/** Connects inputs to readings: signals that mean something in one generation only, when it is known to be that. */
export function connect(
	inputs: ReadonlyMap<number, Input>,
	bus: CarBus,
	generation: Generation | undefined,
	readings: Readings,
): void {
	for (const { buses, message, signals } of FOLLOWED) {
		const input = buses.includes(bus) ? inputs.get(message.id) : undefined;
		if (input === undefined) continue;
		const meant = signals.filter(({ generations }) => {
			return generations === undefined || (generation !== undefined && generations.includes(generation));
		});
		const first = chain(
			meant.filter(({ slow }) => !slow),
			undefined,
			readings,
		);
		const slow = meant.filter((one) => one.slow);
		input.feed(first, chain(slow, first, readings));
	}
}

function chain(
	signals: readonly FollowedSignal[],
	rest: Follower | undefined,
	readings: Readings,
): Follower | undefined {
	return signals.reduceRight((next, { read, reading, inDistanceUnit }) => {
		return {
			read: inDistanceUnit ? inKilometres(read, readings.distanceUnit) : read,
			reading: readings[reading],
			next,
		};
	}, rest);
}

/** Holds the value back until the unit is known. */
function inKilometres(read: Read, unit: Reading): Read {
	return (data) => {
		const distance = unit.value === undefined ? undefined : read(data);
		return distance !== undefined && unit.value === 1 ? distance * KM_PER_MILE : distance;
	};
}
