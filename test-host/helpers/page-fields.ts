/** A field of the page as a test sees it (`src/portal/web/form.ts`). */
export interface PageField {
	readonly name: string;
	readonly type?: string;
	readonly of?: readonly (readonly [value: unknown, label: string])[];
	readonly value?: unknown;
	readonly is?: { readonly min?: number; readonly max?: number; readonly pattern?: string };
}

/** No literal: what is imported is for browsers, whose types a computer does not have. */
const FIELDS: string = "../../src/portal/web/fields";

/** Every field that the page has, by name. */
export async function pageFields(): Promise<ReadonlyMap<string, PageField>> {
	// What the build puts there.
	Object.assign(globalThis, { KEYS: "", TEXTS: {} });
	const lists = Object.values((await import(FIELDS)) as Record<string, PageField | readonly PageField[]>);
	return new Map(lists.flat().map((field) => [field.name, field]));
}
