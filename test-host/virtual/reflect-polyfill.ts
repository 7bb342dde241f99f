/**
 * The three functions of the reflect-metadata proposal that `@peculiar/x509` asks for before it loads. It only stores
 * and reads back marks on classes, so a table per class is the whole of it. Import this before that package.
 */
const marks = new WeakMap<object, Map<unknown, unknown>>();

const read = (key: unknown, target: object): unknown => marks.get(target)?.get(key);

function write(key: unknown, value: unknown, target: object): void {
	const table = marks.get(target) ?? new Map<unknown, unknown>();
	marks.set(target, table.set(key, value));
}

Object.assign(Reflect, { getMetadata: read, getOwnMetadata: read, defineMetadata: write });
