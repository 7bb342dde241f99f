/**
 * Freezes a table of plain objects and arrays with everything in it. A module's tables stay in flash then; each part
 * that could change would cost a place in RAM (Moddable facts, preload).
 *
 * @param value Without cycles. Functions and other objects in it are left as they are.
 */
export function deepFreeze<Table>(value: Table): Table {
	if (typeof value !== "object" || value === null) return value;
	if (!Array.isArray(value) && Object.getPrototypeOf(value) !== Object.prototype) return value;
	for (const part of Object.values(value)) deepFreeze(part);
	return Object.freeze(value);
}
