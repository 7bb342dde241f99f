import type { Reason } from "../../modules/mqtt/reasons";

/** What the codes of a lost or refused connection mean, for people. Codes: `modules/mqtt/reasons`, `src/network`. */
const TEXTS: Readonly<Record<string, string>> = {
	dns: "the broker's name was not found",
	"tcp-refused": "nobody listens on the broker's port",
	"tcp-unreachable": "there is no way to the broker's host, or it is switched off",
	"tls-untrusted": "wrong CA: the broker's certificate is not signed by the CA given",
	"tls-wrong-name": "wrong host name: the broker's certificate is for another name",
	"tls-expired": "the broker's certificate has expired",
	"tls-not-yet-valid": "the broker's certificate is not valid yet; is the clock right?",
	"tls-no-time": "the clock is not set, so no certificate can be judged",
	"tls-failed": "no TLS connection came about",
	"bad-credentials": "wrong user or password",
	"not-authorised": "wrong user or password, or this user may not connect",
	"refused-identifier": "the broker refuses this client id",
	"refused-unavailable": "the broker is not ready for clients",
	"refused-protocol": "the broker does not speak MQTT 3.1.1",
	"refused-other": "the broker refuses with a code that MQTT 3.1.1 does not know",
	"no-network": "there is no network yet",
	"no-time": "the time is not known yet, and without it no certificate can be judged",
	timeout: "the broker did not answer in time",
	"connection-lost": "the connection broke",
	"keep-alive-timeout": "the broker fell silent",
	"ack-timeout": "the broker did not acknowledge what it was sent",
	"session-reset": "the broker remembered this device from before its restart; both begin anew",
	"protocol-error": "the broker sent something that is not MQTT",
} satisfies Record<Reason | "no-network" | "no-time", string>;

/** What trying again does not mend. */
const LASTING: readonly string[] = [
	"dns",
	"tls-untrusted",
	"tls-wrong-name",
	"tls-expired",
	"tls-not-yet-valid",
	"tls-failed",
	"bad-credentials",
	"not-authorised",
	"refused-identifier",
	"refused-protocol",
];

/** A sentence for a code, with the detail that came with it. */
export function reasonText(reason: string, detail?: string): string {
	const text = TEXTS[reason] ?? reason;
	return detail === undefined || detail === "" ? text : `${text} (${detail})`;
}

/** Whether there is no point in waiting for the next attempt. */
export function isLasting(reason: string): boolean {
	return LASTING.includes(reason);
}
