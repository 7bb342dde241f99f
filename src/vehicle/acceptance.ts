import type { Acceptance } from "../can/can-bus";
import { deepFreeze } from "../deep-freeze";
import { CAR_BUSES, type CarBus } from "../leaf/car-bus";
import { FRAME_CLUES } from "../leaf/fingerprint";
import { FOLLOWED } from "./followed";

/** Of each bus, made once, when the module is loaded: so it lies in flash. */
const HEARD = deepFreeze(
	Object.fromEntries(CAR_BUSES.map((bus) => [bus, heardOn(bus)])) as Record<
		CarBus,
		ReturnType<typeof heardOn>
	>,
);

/**
 * The identifiers that the vehicle wants to hear on a bus, besides the `replies` that somebody else wants. What only
 * tells generations apart comes last of those heard in turn.
 */
export function acceptanceOf(bus: CarBus, replies: readonly number[] = []): Acceptance {
	return { replies, ...HEARD[bus] };
}

function heardOn(bus: CarBus): Omit<Acceptance, "replies"> {
	const followed = FOLLOWED.filter(({ buses }) => buses.includes(bus));
	const always = followed.filter((one) => one.always).map(({ message }) => message.id);
	const others = followed.filter((one) => !one.always).map(({ message }) => message.id);
	const clues = FRAME_CLUES.filter((clue) => clue.bus === bus).map(({ id }) => id);
	return {
		always,
		inTurn: unique([...others, ...clues]).filter((id) => !always.includes(id)),
	};
}

function unique<Item>(items: readonly Item[]): Item[] {
	return items.filter((item, index) => items.indexOf(item) === index);
}
