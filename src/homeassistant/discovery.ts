import { jsonText } from "../json";
import type { Channel, Entity } from "./entity";
import { availabilityTopic, commandTopic, stateTopic, type TopicPrefixes } from "./topics";

/** One document for each entity, or one for the whole device (Home Assistant 2024.11 and newer). */
export const DISCOVERY_FORMS = Object.freeze(["components", "device"] as const);

/** One of `DISCOVERY_FORMS`. */
export type DiscoveryForm = (typeof DISCOVERY_FORMS)[number];

/** What identifies the device and its firmware to Home Assistant. */
export interface DeviceIdentity extends TopicPrefixes {
	/** Shown in front of every entity's name, such as `Nissan Leaf`. */
	readonly deviceName: string;
	readonly model: string;
	readonly firmwareVersion: string;
}

/** Who makes the documents. */
export const ORIGIN = "Leafcast";

/** Whose car it is. */
export const MANUFACTURER = "Nissan";

const TOPICS: Readonly<Record<Channel, (at: TopicPrefixes, key: string) => object>> = Object.freeze({
	state: (at, key) => ({ state_topic: stateTopic(at, key) }),
	command: (at, key) => ({ command_topic: commandTopic(at, key) }),
	setting: (at, key) => ({ state_topic: stateTopic(at, key), command_topic: commandTopic(at, key) }),
	availability: (at) => ({ state_topic: availabilityTopic(at) }),
});

/** What identifies an entity, and the topics by which it lives. */
export function identityFields({ key, name, channel }: Entity, device: TopicPrefixes): object {
	return { name, unique_id: `${device.clientId}_${key}`, ...TOPICS[channel](device, key) };
}

/**
 * Whether an entity is unavailable while the device has no connection.
 *
 * @param keepValues Whether the owner wants the last values kept while the car is away.
 */
export function followsAvailability({ away }: Pick<Entity, "away">, keepValues: boolean): boolean {
	return away === "unavailable" || (away === "kept" && !keepValues);
}

/**
 * The discovery document of one entity as JSON text (Home Assistant facts, sections 2, 3 and 6). What a binary
 * sensor sends, `ON` and `OFF`, is what Home Assistant expects unless it is told otherwise.
 */
export function discoveryDocument(entity: Entity, device: DeviceIdentity, keepValues = false): string {
	return jsonText({
		...identityFields(entity, device),
		...(followsAvailability(entity, keepValues) && { availability_topic: availabilityTopic(device) }),
		...entity.presentation,
		device: {
			identifiers: [device.clientId],
			name: device.deviceName,
			manufacturer: MANUFACTURER,
			model: device.model,
			sw_version: device.firmwareVersion,
		},
		origin: { name: ORIGIN, sw_version: device.firmwareVersion },
	});
}
