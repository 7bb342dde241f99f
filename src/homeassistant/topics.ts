import type { MetricKey } from "../vehicle/metrics";
import type { Entity } from "./entities";

/** Where this device's messages go. No part may hold `+`, `#` or a leading `/`; the settings see to that. */
export interface TopicPrefixes {
	/** First level of all state topics, such as `nissan_leaf`. */
	readonly topicPrefix: string;
	/** Home Assistant's discovery prefix, `homeassistant` unless its owner changed it. */
	readonly discoveryPrefix: string;
	/** MQTT client id, unique for each device. */
	readonly clientId: string;
}

/** Retained plain value of one metric. */
export function stateTopic(at: TopicPrefixes, metric: MetricKey): string {
	return `${at.topicPrefix}/${at.clientId}/${metric}/state`;
}

/** Retained `online` or `offline`; also the last will. */
export function availabilityTopic(at: TopicPrefixes): string {
	return `${at.topicPrefix}/${at.clientId}/availability`;
}

/** Retained JSON object with every value. */
export function dataTopic(at: TopicPrefixes): string {
	return `${at.topicPrefix}/${at.clientId}/data`;
}

/** Retained discovery document of one entity (Home Assistant facts, section 1). */
export function discoveryTopic(at: TopicPrefixes, entity: Pick<Entity, "component" | "metric">): string {
	return `${at.discoveryPrefix}/${entity.component}/${at.clientId}/${entity.metric}/config`;
}

/** Where Home Assistant says `online` when it starts (Home Assistant facts, 49). */
export function birthTopic(at: TopicPrefixes): string {
	return `${at.discoveryPrefix}/status`;
}
