import type { TlsBroker } from "./tls-broker";

/** MQTT client id of the virtual device. */
export const CLIENT_ID = "nissan_leaf_1eaf01";

/** What Home Assistant is told of one entity, and where. */
export interface Announcement {
	readonly topic: string;
	/** The id that Home Assistant makes of it. */
	readonly entityId: string;
	readonly document: Readonly<Record<string, unknown>> & {
		readonly unique_id: string;
		readonly state_topic: string;
	};
}

/** The entities of the device that the broker knows of. */
export async function readAnnouncements(broker: TlsBroker): Promise<readonly Announcement[]> {
	const retained = await broker.retained(`homeassistant/+/${CLIENT_ID}/+/config`);
	return [...retained].map(([topic, payload]) => {
		const document = JSON.parse(payload);
		const name = `${document.device.name} ${document.name}`.toLowerCase();
		return { topic, document, entityId: `${topic.split("/")[1]}.${name.replaceAll(/[^a-z0-9]+/g, "_")}` };
	});
}
