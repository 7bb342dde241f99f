import { parseInterval } from "./publish-interval";
import { commandTopic, type TopicPrefixes } from "./topics";

/** What Home Assistant sends when a button is pressed, unless it is told otherwise. */
const PRESSED = "PRESS";

/** What the device can be told. Nothing of it reaches the car. */
export type Command =
	| { readonly name: "refresh" | "restart" | "identify" | "remove" }
	| { readonly name: "publish_interval"; readonly seconds: number };

/** What each command may be sent with. */
const PAYLOADS: Readonly<Record<Command["name"], (payload: string) => Command | undefined>> = Object.freeze({
	refresh: (payload) => (payload === PRESSED ? { name: "refresh" } : undefined),
	restart: (payload) => (payload === PRESSED ? { name: "restart" } : undefined),
	identify: (payload) => (payload === PRESSED ? { name: "identify" } : undefined),
	// No button: it is not to be pressed by mistake.
	remove: (payload) => (payload === "REMOVE" ? { name: "remove" } : undefined),
	publish_interval: (payload) => {
		const seconds = parseInterval(payload);
		return seconds === undefined ? undefined : { name: "publish_interval", seconds };
	},
});

/** @returns The command that a message to a command topic means, `undefined` when it means none. */
export function commandOf(at: TopicPrefixes, topic: string, payload: string): Command | undefined {
	const names = Object.keys(PAYLOADS) as Command["name"][];
	const name = names.find((each) => topic === commandTopic(at, each));
	return name && PAYLOADS[name](payload);
}
