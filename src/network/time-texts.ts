import type { TimeTrouble } from "./time-source";

/** What follows a server's name; `detail` is part of the sentence where it is given. */
const TEXTS: Readonly<Record<string, string>> = Object.freeze({
	"no-socket": "cannot be asked, there is no network",
	dns: "was not found by name",
	"send-failed": "cannot be reached",
	"no-answer": "does not answer",
	unsynchronised: "does not know the time itself",
	kissed: "wants to be left alone",
	"before-floor": "tells a time before this firmware was built or last knew the time",
});

/** What to do about it. */
const ADVICE = "Let UDP port 123 through to it, or name another time server (device.timeServers).";

/** A clause for a person: which server, and what is wrong with it. */
export function troubleText(server: string, { reason, detail }: TimeTrouble): string {
	const text = `${server} ${TEXTS[reason] ?? reason}`;
	return detail === undefined ? text : `${text} (${detail})`;
}

/** Sentences for a person about servers of which none has told the time. */
export function adviceFor(troubles: readonly string[]): string {
	return `${troubles.join("; ")}. ${ADVICE}`;
}
