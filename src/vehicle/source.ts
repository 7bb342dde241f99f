import type { ReplyDefinition } from "../leaf/diagnostics/reply";
import { FOLLOWED_REPLIES, requestText } from "./followed-replies";

/** Sources below are broadcast messages by their identifiers, those from here on are followed replies by their place. */
const REPLIES = 0x1000;

/** The source that a diagnostic reply is; `undefined` when the vehicle takes nothing from it. */
export function replySource(reply: ReplyDefinition): number | undefined {
	const place = FOLLOWED_REPLIES.findIndex((followed) => followed.reply === reply);
	return place < 0 ? undefined : REPLIES + place;
}

/** For people: the message, such as `1DB`, or the request that was answered, such as `79B 21 01`; empty for 0. */
export function sourceText(source: number): string {
	const followed = FOLLOWED_REPLIES[source - REPLIES];
	if (followed !== undefined) return requestText(followed.reply);
	return source === 0 ? "" : source.toString(16).toUpperCase().padStart(3, "0");
}
