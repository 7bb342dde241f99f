import { jsonText } from "../json";
import { type DeviceIdentity, followsAvailability, identityFields, MANUFACTURER, ORIGIN } from "./discovery";
import type { Entity } from "./entity";
import { availabilityTopic } from "./topics";

/** Home Assistant's short names of the keys that have one (Home Assistant facts, 17). */
const SHORT: Readonly<Record<string, string>> = Object.freeze({
	unique_id: "uniq_id",
	state_topic: "stat_t",
	command_topic: "cmd_t",
	device_class: "dev_cla",
	unit_of_measurement: "unit_of_meas",
	state_class: "stat_cla",
	options: "ops",
	suggested_display_precision: "sug_dsp_prc",
	payload_on: "pl_on",
	payload_off: "pl_off",
	entity_category: "ent_cat",
	enabled_by_default: "en",
	icon: "ic",
});

/** An entity of which Home Assistant is to be told that it is gone. */
export type Gone = Pick<Entity, "component" | "key">;

/**
 * The discovery document of the whole device as JSON text (Home Assistant facts, section 2). Its length is what
 * limits it, so the keys are the short ones.
 *
 * @param gone Entities that an earlier document had: only when they are named once more, without anything but their
 *   platform, does Home Assistant remove them (facts, 13).
 */
export function deviceDocument(
	device: DeviceIdentity,
	entities: readonly Entity[],
	keepValues: boolean,
	gone: readonly Gone[] = [],
): string {
	const root = jsonText({
		dev: {
			ids: [device.clientId],
			name: device.deviceName,
			mf: MANUFACTURER,
			mdl: device.model,
			sw: device.firmwareVersion,
		},
		o: { name: ORIGIN, sw: device.firmwareVersion },
		avty: [{ t: availabilityTopic(device) }],
	});
	// One after the other: as one tree of objects they would take several times the room of the text.
	const components = [
		...entities.map((entity) => member(entity.key, componentOf(entity, device, keepValues))),
		...gone.map(({ key, component }) => member(key, { p: component })),
	];
	return `${root.slice(0, -1)},"cmps":{${components.join()}}}`;
}

function member(key: string, content: object): string {
	return `${jsonText(key)}:${jsonText(content)}`;
}

function componentOf(entity: Entity, device: DeviceIdentity, keepValues: boolean): object {
	const fields = Object.entries({ ...identityFields(entity, device), ...entity.presentation });
	return {
		p: entity.component,
		...Object.fromEntries(fields.map(([key, value]) => [SHORT[key] ?? key, value])),
		// What stays while the device is away must not inherit the root's (Home Assistant facts, 46).
		...(!followsAvailability(entity, keepValues) && { avty: [] }),
	};
}
