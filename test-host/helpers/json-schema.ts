/** The part of JSON Schema 2020-12 that `docs/openapi.json` uses. */
export interface Schema {
	readonly $ref?: string;
	readonly type?: string | readonly string[];
	readonly enum?: readonly unknown[];
	readonly const?: unknown;
	readonly oneOf?: readonly Schema[];
	readonly items?: Schema;
	readonly properties?: Readonly<Record<string, Schema>>;
	readonly required?: readonly string[];
	readonly additionalProperties?: boolean | Schema;
}

/** Named schemas, as `components.schemas` has them. */
export type Schemas = Readonly<Record<string, Schema>>;

function typeOf(value: unknown): string {
	if (value === null) return "null";
	if (Array.isArray(value)) return "array";
	return Number.isInteger(value) ? "integer" : typeof value;
}

function isOfType(value: unknown, type: string): boolean {
	return typeOf(value) === type || (type === "number" && typeOf(value) === "integer");
}

/** What of a value does not fit its schema; nothing when all of it does. */
export function misfits(value: unknown, schema: Schema, schemas: Schemas, where = "$"): string[] {
	if (schema.$ref !== undefined) {
		const name = schema.$ref.split("/").at(-1) ?? "";
		const named = schemas[name];
		return named === undefined ? [`${where}: no schema ${name}`] : misfits(value, named, schemas, where);
	}
	const { oneOf, type, enum: choices, items } = schema;
	if (oneOf !== undefined) {
		const fitting = oneOf.filter((each) => misfits(value, each, schemas, where).length === 0);
		return fitting.length === 1 ? [] : [`${where}: fits ${fitting.length} of ${oneOf.length}`];
	}
	const types = type === undefined ? [] : [type].flat();
	if (types.length > 0 && !types.some((each) => isOfType(value, each))) return [`${where}: is no ${types}`];
	if (choices !== undefined && !choices.includes(value)) return [`${where}: is none of ${choices}`];
	if ("const" in schema && value !== schema.const) return [`${where}: is not ${schema.const}`];
	if (Array.isArray(value) && items !== undefined) {
		return value.flatMap((each, index) => misfits(each, items, schemas, `${where}[${index}]`));
	}
	return typeOf(value) === "object" ? members(value as object, schema, schemas, where) : [];
}

function members(value: object, schema: Schema, schemas: Schemas, where: string): string[] {
	const { properties = {}, required = [], additionalProperties = true } = schema;
	const missing = required.filter((name) => !(name in value)).map((name) => `${where}.${name}: is missing`);
	const wrong = Object.entries(value).flatMap(([name, part]) => {
		const named = properties[name] ?? additionalProperties;
		if (named === true) return [];
		if (named === false) return [`${where}.${name}: is not described`];
		return misfits(part, named, schemas, `${where}.${name}`);
	});
	return [...missing, ...wrong];
}
