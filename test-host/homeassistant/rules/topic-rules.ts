import type { Document, Rules } from "./entry";

/** A message on a topic below the discovery prefix. */
export interface Message {
	readonly topic: string;
	readonly payload: string;
}

/** `<prefix>/<component>/[<node>/]<object>/config` (Home Assistant facts, 1 and 2). */
export const DISCOVERY_TOPIC =
	/^(?<prefix>.+?)\/(?<component>[a-z_]+)\/(?:[A-Za-z0-9_-]+\/)?[A-Za-z0-9_-]+\/config$/;

/**
 * The longest payload, bytes. It is a matter of the device's memory, not of Home Assistant's: four of the first kind fit
 * the smallest TCP send buffer, and the second kind goes through it piece by piece (facts, 67 and 68).
 */
const MOST_BYTES = { entity: 1400, device: 18_432 };

const PLAIN_TOPIC = /^[^+#\0]+$/;

/** What holds for a message before its content is looked at. */
export const MESSAGE_RULES: Rules<Message> = {
	"discovery-topic": ({ topic }) => !DISCOVERY_TOPIC.test(topic) && "Home Assistant does not look there",
	size: ({ topic, payload }) => {
		const bytes = Buffer.byteLength(payload);
		const most = topic.includes("/device/") ? MOST_BYTES.device : MOST_BYTES.entity;
		return bytes > most && `${bytes} bytes, more than ${most}`;
	},
};

/** What holds for the topics in a document that was found on `topic` (facts, 5). */
export function complainAboutTopics(topic: string, document: Document): string | false {
	const prefix = DISCOVERY_TOPIC.exec(topic)?.groups?.["prefix"];
	const bad = topicsIn(document).filter(
		(each) => typeof each !== "string" || !PLAIN_TOPIC.test(each) || each.startsWith(`${prefix}/`),
	);
	return bad.length > 0 && `no topic for a value: ${bad}`;
}

function topicsIn(document: Document): readonly unknown[] {
	return Object.entries(document).flatMap(([key, value]) => {
		if (key === "availability" && Array.isArray(value)) return value.flatMap((each) => topicsIn(each));
		return key === "topic" || key.endsWith("_topic") ? [value] : [];
	});
}
