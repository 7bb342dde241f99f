import type { Acceptance } from "../can/can-bus";
import type { CarBus } from "../leaf/car-bus";
import { FRAME_CLUES } from "../leaf/fingerprint";
import { FOLLOWED } from "./followed";

/**
 * The identifiers that the vehicle wants to hear on a bus, besides the `replies` that somebody else wants. What only
 * tells generations apart comes last of those heard in turn.
 */
export function acceptanceOf(bus: CarBus, replies: readonly number[] = []): Acceptance {
	const followed = FOLLOWED.filter(({ buses }) => buses.includes(bus));
	const always = followed.filter((one) => one.always).map(({ message }) => message.id);
	const others = followed.filter((one) => !one.always).map(({ message }) => message.id);
	const clues = FRAME_CLUES.filter((clue) => clue.bus === bus).map(({ id }) => id);
	return {
		replies,
		always,
		inTurn: unique([...others, ...clues]).filter((id) => !always.includes(id)),
	};
}

function unique<Item>(items: readonly Item[]): Item[] {
	return items.filter((item, index) => items.indexOf(item) === index);
}
