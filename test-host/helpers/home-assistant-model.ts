/** What Home Assistant remembers of an entity, also while nobody announces it. */
export interface Registered {
	readonly uniqueId: string;
	/** What its owner has made of it. */
	settings: string;
}

type Json = { readonly [key: string]: unknown };

/**
 * What Home Assistant does with discovery messages, by its documentation (Home Assistant facts, 6, 13, 14, 19, 20),
 * and what the broker keeps.
 */
export class HomeAssistantModel {
	/** By unique id. */
	readonly registry = new Map<string, Registered>();
	/** Unique id by where it was announced. */
	readonly loaded = new Map<string, string>();
	/** Announcements that were refused because another topic announces the same. */
	readonly conflicts: string[] = [];
	readonly retained = new Map<string, string>();

	receive(topic: string, payload: string): void {
		if (payload === "") this.retained.delete(topic);
		else this.retained.set(topic, payload);
		if (!topic.endsWith("/config")) return;
		const document: Json = payload === "" ? {} : JSON.parse(payload);
		const places = [...this.loaded.keys()].filter((place) => place.split(" ", 1)[0] === topic);
		if (document["migrate_discovery"] === true) for (const place of places) this.loaded.delete(place);
		else if (payload === "") for (const place of places) this.#remove(place);
		else if ("cmps" in document) this.#receiveDevice(topic, document["cmps"] as Json);
		else this.#load(topic, document["unique_id"]);
	}

	#receiveDevice(topic: string, components: Json): void {
		for (const [key, content] of Object.entries(components)) {
			const component = content as Json;
			if (Object.keys(component).length === 1) this.#remove(`${topic} ${key}`);
			else this.#load(`${topic} ${key}`, component["uniq_id"]);
		}
	}

	#load(place: string, uniqueId: unknown): void {
		const id = String(uniqueId);
		const elsewhere = [...this.loaded].some(([other, each]) => each === id && other !== place);
		if (elsewhere) {
			this.conflicts.push(place);
			return;
		}
		this.loaded.set(place, id);
		if (!this.registry.has(id)) this.registry.set(id, { uniqueId: id, settings: "" });
	}

	#remove(place: string): void {
		const id = this.loaded.get(place);
		if (id === undefined) return;
		this.loaded.delete(place);
		this.registry.delete(id);
	}
}
