import type { AppEvent } from "./event";

/** Come every second or are as long as a page: at 115200 bits a second they would hold up the bus. */
const TOO_MUCH: readonly AppEvent["event"][] = Object.freeze(["values", "published"]);

/** Whether an event is told to whoever reads along at the board's serial port. */
export function isForConsole({ event }: AppEvent): boolean {
	return !TOO_MUCH.includes(event);
}

/** Not even the log of the portal may have them. */
const SECRET: readonly AppEvent["event"][] = Object.freeze(["setup-network", "portal-password"]);

/** Whether an event holds a secret: it must not leave the device but by its serial port, nor be kept in a log. */
export function isSecret({ event }: AppEvent): boolean {
	return SECRET.includes(event);
}
