import type { Entity } from "./entities";
import { availabilityTopic, stateTopic, type TopicPrefixes } from "./topics";

/** What identifies the device and its firmware to Home Assistant. */
export interface DeviceIdentity extends TopicPrefixes {
	/** Shown in front of every entity's name, such as `Nissan Leaf`. */
	readonly deviceName: string;
	readonly model: string;
	readonly firmwareVersion: string;
}

/**
 * The discovery document of one entity as JSON text (Home Assistant facts, sections 2, 3 and 6). What a binary
 * sensor sends, `ON` and `OFF`, is what Home Assistant expects unless it is told otherwise.
 */
export function discoveryDocument({ metric, name, presentation }: Entity, device: DeviceIdentity): string {
	return JSON.stringify({
		name,
		unique_id: `${device.clientId}_${metric}`,
		state_topic: stateTopic(device, metric),
		availability_topic: availabilityTopic(device),
		...presentation,
		device: {
			identifiers: [device.clientId],
			name: device.deviceName,
			manufacturer: "Nissan",
			model: device.model,
			sw_version: device.firmwareVersion,
		},
		origin: { name: "Leafcast", sw_version: device.firmwareVersion },
	});
}
