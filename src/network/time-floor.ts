import type { KeyValueStore } from "../key-value-store";

/** Not later than the release of this version, ms since 1970 UTC: for builds that do not say when they were made. */
export const RELEASED = Date.UTC(2026, 0, 1);
/** The clock of whoever built the firmware, or of a server, may have been fast by so much, ms. */
const SLACK = 24 * 3_600_000;
/** Flash wears: it is written once in this time at most, ms. */
const WRITE_PERIOD = 24 * 3_600_000;
/** Under which the time is stored that was seen last: seconds since 1970 UTC in decimal. */
const KEY = "last-seen";

/**
 * The time before which it cannot be, ms since 1970 UTC: firmware does not run before it is built, nor before it ran
 * last. It keeps whoever answers in a time server's place from reviving certificates that have expired.
 *
 * @param buildTime Seconds since 1970 UTC as text; what is no time after the release counts as the release.
 */
export function timeFloor(buildTime: string | undefined, store: KeyValueStore): number {
	return Math.max(RELEASED, msOf(buildTime), msOf(store.read(KEY))) - SLACK;
}

/** Stores that it is `utc`, ms since 1970, unless that was stored less than a day before. */
export function noteSeen(utc: number, store: KeyValueStore): void {
	if (utc - msOf(store.read(KEY)) >= WRITE_PERIOD) store.write(KEY, String(Math.floor(utc / 1000)));
}

/** @returns 0 for what is no time: bad stored data never stops the boot. */
function msOf(seconds: string | undefined): number {
	return seconds !== undefined && /^\d{1,11}$/.test(seconds) ? Number(seconds) * 1000 : 0;
}
