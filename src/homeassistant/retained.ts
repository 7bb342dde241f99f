import type { DiscoveryForm } from "./discovery";
import type { Entity } from "./entity";
import {
	availabilityTopic,
	dataTopic,
	deviceDiscoveryTopic,
	discoveryTopic,
	stateTopic,
	type TopicPrefixes,
} from "./topics";

/** A message that the broker keeps; an empty one ends what it has kept [MQTT-3.3.1-10]. */
export interface Retained {
	readonly topic: string;
	readonly payload: string;
}

/** An entity as far as it shows in topics. */
export type EntityName = Pick<Entity, "component" | "key">;

/** What has been announced: where, in which form, and which entities. */
export interface Announced extends TopicPrefixes {
	readonly form: DiscoveryForm;
	readonly entities: readonly EntityName[];
}

/** Whether both mean the same device to Home Assistant. */
export function isSameDevice(one: TopicPrefixes, other: TopicPrefixes): boolean {
	return one.discoveryPrefix === other.discoveryPrefix && one.clientId === other.clientId;
}

/** The entities of `before` that `now` has no longer. */
export function goneFrom(before: Announced, now: Announced): readonly EntityName[] {
	return before.entities.filter((entity) => !now.entities.some((each) => isSame(each, entity)));
}

function isSame(one: EntityName, other: EntityName): boolean {
	return one.key === other.key && one.component === other.component;
}

/**
 * Empty messages that take from the broker what `before` has left there and `now` does not use; without `now`
 * everything. Documents come first, so that Home Assistant sees the entity go and not its state.
 */
export function* leftovers(before: Announced, now?: Announced): Generator<Retained, undefined> {
	for (const topic of documentsLeft(before, now)) yield { topic, payload: "" };
	for (const topic of statesLeft(before, now)) yield { topic, payload: "" };
}

function* documentsLeft(before: Announced, now: Announced | undefined): Generator<string, undefined> {
	const kept = now !== undefined && isSameDevice(before, now) && before.form === now.form;
	if (before.form === "device") {
		if (!kept) yield deviceDiscoveryTopic(before);
		return;
	}
	for (const entity of kept ? goneFrom(before, now) : before.entities) yield discoveryTopic(before, entity);
}

function* statesLeft(before: Announced, now: Announced | undefined): Generator<string, undefined> {
	const kept = now?.topicPrefix === before.topicPrefix && now.clientId === before.clientId;
	const keys = kept ? now.entities.map(({ key }) => key) : [];
	for (const { key, component } of before.entities) {
		if (component !== "button" && !keys.includes(key)) yield stateTopic(before, key);
	}
	if (kept) return;
	yield dataTopic(before);
	yield availabilityTopic(before);
}
