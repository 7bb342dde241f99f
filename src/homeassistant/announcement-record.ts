import { jsonText } from "../json";
import type { KeyValueStore } from "../key-value-store";
import { DISCOVERY_FORMS } from "./discovery";
import type { Announced, EntityName } from "./retained";

/** Under which it is stored. */
const KEY = "announced";

type Json = { readonly [key: string]: unknown };

/** What may be at the broker of earlier announcements, kept in flash so that a later firmware can take it away. */
export class AnnouncementRecord {
	readonly #store: KeyValueStore | undefined;

	/** @param store Left out, nothing is kept. */
	constructor(store: KeyValueStore | undefined) {
		this.#store = store;
	}

	/** @returns `undefined` when nothing, or nothing legible, is stored. */
	read(): readonly Announced[] | undefined {
		const text = this.#store?.read(KEY);
		if (text === undefined) return undefined;
		try {
			const stored: unknown = JSON.parse(text);
			return Array.isArray(stored) && stored.every(isAnnounced) ? stored : undefined;
		} catch {
			return undefined;
		}
	}

	/** A failure is not told: at the worst something stale stays at the broker. */
	write(announced: readonly Announced[]): void {
		this.#store?.write(KEY, recordText(announced));
	}
}

/** Announcements as they are kept: the same text for what leaves the same at the broker. */
export function recordText(announced: readonly Announced[]): string {
	return jsonText(announced.map((each) => ({ ...each, entities: each.entities.map(nameOf) })));
}

function nameOf({ component, key }: EntityName): EntityName {
	return { component, key };
}

function isAnnounced(value: unknown): value is Announced {
	if (!hasTexts(value, ["topicPrefix", "discoveryPrefix", "clientId"])) return false;
	const { form, entities } = value;
	const named = (entity: unknown) => hasTexts(entity, ["component", "key"]);
	return DISCOVERY_FORMS.some((each) => each === form) && Array.isArray(entities) && entities.every(named);
}

function hasTexts(value: unknown, names: readonly string[]): value is Json {
	if (typeof value !== "object" || value === null) return false;
	return names.every((name) => typeof (value as Json)[name] === "string");
}
