import type { KeyValueStore } from "../key-value-store";
import { AnnouncementRecord, recordText } from "./announcement-record";
import { deviceDocument } from "./device-document";
import { type DeviceIdentity, type DiscoveryForm, discoveryDocument } from "./discovery";
import { announcedEntities, ENTITIES } from "./entities";
import type { Entity } from "./entity";
import {
	type Announced,
	type EntityName,
	goneFrom,
	isSameDevice,
	leftovers,
	type Retained,
} from "./retained";
import { deviceDiscoveryTopic, discoveryTopic } from "./topics";

/** Makes Home Assistant let go of an entity without forgetting its settings and history (facts, 19). */
const MIGRATE = '{"migrate_discovery":true}';

/** What is announced, and how. */
export interface AnnouncerOptions {
	readonly device: DeviceIdentity;
	readonly form: DiscoveryForm;
	/** Whether the last values are kept while the car is away. */
	readonly keepValues: boolean;
	/** Keys of entities that the owner does not want. */
	readonly withheld?: readonly string[] | undefined;
	/** Where it is kept what has been announced; left out, it is not. */
	readonly store?: KeyValueStore | undefined;
}

/**
 * What Home Assistant is told of the device, and what has to be taken back of what it was told before. Where that
 * takes two steps, as in a change of the form, Home Assistant needs a pause between them.
 */
export class Announcer {
	readonly #options: AnnouncerOptions;
	readonly #entities: readonly Entity[];
	readonly #record: AnnouncementRecord;
	readonly #now: Announced;
	/** Announcements of which something may be left. */
	#earlier: readonly Announced[];
	#step: "none" | "farewell" | "documents" = "none";

	constructor(options: AnnouncerOptions) {
		const { device, form, withheld, store } = options;
		const { topicPrefix, discoveryPrefix, clientId } = device;
		this.#options = options;
		this.#entities = announcedEntities(withheld);
		this.#now = { topicPrefix, discoveryPrefix, clientId, form, entities: this.#entities };
		this.#record = new AnnouncementRecord(store);
		const recorded = this.#record.read();
		// Before there was a record there was one document for each metric.
		const earlier = recorded ?? [{ ...this.#now, form: "components", entities: ENTITIES }];
		const current = recordText([this.#now]);
		this.#earlier = earlier.filter((each) => recordText([each]) !== current);
		// From now on both may be at the broker, whatever interrupts us.
		if (this.#earlier.length > 0 || recorded?.length !== 1) this.#record.write([...this.#earlier, this.#now]);
	}

	/** A new connection: whether the last one has brought everything is not known. */
	connected(): void {
		this.#step = "none";
	}

	/** Whether the messages that were last asked for are but a farewell: the documents come after a pause. */
	get pausing(): boolean {
		return this.#step === "farewell";
	}

	/** What is to be published next, one by one: all documents together are more than a small device has room for. */
	messages(): Generator<Retained, undefined> {
		const first = this.#step === "none" && this.#earlier.some((before) => this.needsFarewell(before));
		this.#step = first ? "farewell" : "documents";
		return first ? this.farewells() : this.documents();
	}

	/** The broker has everything that was asked for. */
	delivered(): void {
		if (this.#step !== "documents" || this.#earlier.length === 0) return;
		this.#earlier = [];
		this.#record.write([this.#now]);
	}

	/** Takes everything from the broker that this device has ever published. */
	*removal(): Generator<Retained, undefined> {
		for (const each of [...this.#earlier, this.#now]) yield* leftovers(each);
	}

	/** The broker has the removal. */
	removed(): void {
		this.#record.write([]);
	}

	private needsFarewell(before: Announced): boolean {
		if (!isSameDevice(before, this.#now)) return false;
		if (before.form !== this.#now.form) return true;
		return before.form === "device" && goneFrom(before, this.#now).length > 0;
	}

	private *farewells(): Generator<Retained, undefined> {
		for (const before of this.#earlier) {
			if (this.needsFarewell(before)) yield* this.farewell(before);
		}
	}

	private *farewell(before: Announced): Generator<Retained, undefined> {
		const gone = goneFrom(before, this.#now);
		if (before.form === "device") {
			const topic = deviceDiscoveryTopic(before);
			if (gone.length > 0) yield { topic, payload: this.deviceDocument(gone) };
			if (this.#now.form !== "device") yield { topic, payload: MIGRATE };
			return;
		}
		for (const entity of before.entities) {
			if (!gone.includes(entity)) yield { topic: discoveryTopic(before, entity), payload: MIGRATE };
		}
	}

	private *documents(): Generator<Retained, undefined> {
		const { device, form, keepValues } = this.#options;
		if (form === "device") yield { topic: deviceDiscoveryTopic(device), payload: this.deviceDocument([]) };
		else {
			for (const entity of this.#entities) {
				const payload = discoveryDocument(entity, device, keepValues);
				yield { topic: discoveryTopic(device, entity), payload };
			}
		}
		for (const before of this.#earlier) yield* leftovers(before, this.#now);
	}

	private deviceDocument(gone: readonly EntityName[]): string {
		const { device, keepValues } = this.#options;
		return deviceDocument(device, this.#entities, keepValues, gone);
	}
}
