import type { Entity } from "./entity";

/** Where this device's messages go. No part may hold `+`, `#` or a leading `/`; the settings see to that. */
export interface TopicPrefixes {
	/** First level of all state topics, such as `nissan_leaf`. */
	readonly topicPrefix: string;
	/** Home Assistant's discovery prefix, `homeassistant` unless its owner changed it. */
	readonly discoveryPrefix: string;
	/** MQTT client id, unique for each device. */
	readonly clientId: string;
}

type Prefixes = Pick<TopicPrefixes, "topicPrefix" | "clientId">;

/** Retained plain value of one entity. */
export function stateTopic(at: Prefixes, key: string): string {
	return `${at.topicPrefix}/${at.clientId}/${key}/state`;
}

/** Where one entity is told what to do; not retained. */
export function commandTopic(at: Prefixes, key: string): string {
	return `${at.topicPrefix}/${at.clientId}/${key}/set`;
}

/** The filter of all command topics. */
export function commandFilter(at: Prefixes): string {
	return commandTopic(at, "+");
}

/** Retained `online` or `offline`; also the last will. */
export function availabilityTopic(at: Prefixes): string {
	return `${at.topicPrefix}/${at.clientId}/availability`;
}

/** Retained JSON object with every value. */
export function dataTopic(at: Prefixes): string {
	return `${at.topicPrefix}/${at.clientId}/data`;
}

/** Retained discovery document of one entity (Home Assistant facts, section 1). */
export function discoveryTopic(
	at: TopicPrefixes,
	{ component, key }: Pick<Entity, "component" | "key">,
): string {
	return `${at.discoveryPrefix}/${component}/${at.clientId}/${key}/config`;
}

/** Retained discovery document of the whole device (Home Assistant facts, sections 1 and 2). */
export function deviceDiscoveryTopic(at: TopicPrefixes): string {
	return `${at.discoveryPrefix}/device/${at.clientId}/config`;
}

/** Where Home Assistant says `online` when it starts (Home Assistant facts, 49). */
export function birthTopic(at: TopicPrefixes): string {
	return `${at.discoveryPrefix}/status`;
}
