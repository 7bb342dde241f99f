import type { Owner } from "./owner";

/** A device as Home Assistant has it, as far as these tests look. */
export interface DeviceView {
	readonly id: string;
	readonly name: string;
	readonly manufacturer: string;
	readonly model: string;
	readonly sw_version: string;
	readonly config_entries: readonly string[];
}

/** An entity as Home Assistant has it. */
export interface EntityView {
	readonly entity_id: string;
	readonly device_id: string;
	readonly disabled_by: string | null;
	readonly entity_category: string | null;
}

/** The state of an entity. */
export interface StateView {
	readonly state: string;
	readonly attributes: Readonly<Record<string, unknown>>;
}

/** The device whose MQTT client id this is, if Home Assistant has it. */
export async function findDevice(owner: Owner, clientId: string): Promise<DeviceView | undefined> {
	const devices = await owner.call<(DeviceView & { identifiers: [string, string][] })[]>(
		"config/device_registry/list",
	);
	return devices.find(({ identifiers }) => identifiers.some(([, id]) => id === clientId));
}

/** The MQTT entities that Home Assistant has registered, by their unique id. */
export async function registeredEntities(owner: Owner): Promise<Map<string, EntityView>> {
	const all = await owner.call<(EntityView & { unique_id: string; platform: string })[]>(
		"config/entity_registry/list",
	);
	return new Map(all.filter(({ platform }) => platform === "mqtt").map((each) => [each.unique_id, each]));
}

/** Every state that Home Assistant has, by entity id. */
export async function states(owner: Owner): Promise<Map<string, StateView>> {
	const all = await owner.call<(StateView & { entity_id: string })[]>("get_states");
	return new Map(all.map((each) => [each.entity_id, each]));
}
