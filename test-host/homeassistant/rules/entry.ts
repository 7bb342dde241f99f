/** A JSON object. */
export type Document = Readonly<Record<string, unknown>>;

/** One entity as announced, alone or as a component of a device. */
export interface Entry {
	/** Where it was announced. */
	readonly topic: string;
	/** The same for a finding: of a component, with its key. */
	readonly where: string;
	/** Such as `sensor`. */
	readonly platform: string;
	/** What was written; of a component, together with what it takes over from the root. */
	readonly document: Document;
	/** What was written at the component itself. */
	readonly own: Document;
	/** The block `device`. */
	readonly device: Document;
}

/** A rule: what is wrong, or nothing. */
export type Rule<T> = (subject: T) => string | undefined | false;

/** Rules by name: the name appears in the finding. */
export type Rules<T> = Readonly<Record<string, Rule<T>>>;

/** The keys of `document` that are not among the known ones, as a complaint. */
export function unknownKeys(document: Document, known: readonly string[]): string | undefined {
	const unknown = Object.keys(document).filter((key) => !known.includes(key));
	return unknown.length > 0 ? `unknown: ${unknown.join(", ")}` : undefined;
}

/** The keys that are missing from `document`, as a complaint. */
export function missingKeys(document: Document, required: readonly string[]): string | undefined {
	const missing = required.filter((key) => document[key] === undefined);
	return missing.length > 0 ? `missing: ${missing.join(", ")}` : undefined;
}

/** A value as an object, empty if it is none. */
export function asDocument(value: unknown): Document {
	return typeof value === "object" && value !== null && !Array.isArray(value) ? (value as Document) : {};
}

/** A value as a list, empty if it is none. */
export function asList(value: unknown): readonly unknown[] {
	return Array.isArray(value) ? value : [];
}
