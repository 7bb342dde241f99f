/** How often changed values may be published, s. */
export const PUBLISH_INTERVAL = Object.freeze({ min: 5, max: 3600 });

/** What holds until the owner says something else, s. */
export const DEFAULT_INTERVAL = 5;

/** @returns Seconds, or `undefined` for what is no publish interval. */
export function parseInterval(text: string): number | undefined {
	// Home Assistant sends whole numbers as such, and from a template perhaps with a fraction of 0.
	if (!/^\d{1,4}(\.0+)?$/.test(text)) return undefined;
	const seconds = Number(text);
	return seconds >= PUBLISH_INTERVAL.min && seconds <= PUBLISH_INTERVAL.max ? seconds : undefined;
}
