const REASONS = Object.freeze([
	/** The host name is not known, or no name server answers. */
	"dns",
	/** The host answers, but nobody listens on that port. */
	"tcp-refused",
	/** There is no way to the host, or it is switched off. */
	"tcp-unreachable",
	/** No trusted authority vouches for the certificate. */
	"tls-untrusted",
	/** The certificate is for another host. */
	"tls-wrong-name",
	"tls-expired",
	"tls-not-yet-valid",
	/** The time is not known yet, so no certificate can be judged. */
	"tls-no-time",
	/** Any other failure of TLS. */
	"tls-failed",
	/** No CONNACK within the connect timeout. */
	"timeout",
	/** The connection ended without a goodbye. */
	"connection-lost",
	/** The broker sent what MQTT 3.1.1 does not allow; the detail is a code that says what. */
	"protocol-error",
	/** No PINGRESP: the link or the broker is dead. */
	"keep-alive-timeout",
	/** An acknowledgement did not come, the detail names it: what is under way needs another connection. */
	"ack-timeout",
	/** What the broker remembered of us was not ours: another connection begins anew. Not a fault. */
	"session-reset",
	"refused-protocol",
	"refused-identifier",
	"refused-unavailable",
	"bad-credentials",
	"not-authorised",
	/** Refused with a CONNACK code that the standard reserves; the detail names it. */
	"refused-other",
] as const);

/** Why a connection could not be made or has ended. */
export type Reason = (typeof REASONS)[number];

/** CONNACK return codes (MQTT 3.1.1, table 3.1). */
const CONNACK_REASONS: Readonly<Record<number, Reason>> = Object.freeze({
	1: "refused-protocol",
	2: "refused-identifier",
	3: "refused-unavailable",
	4: "bad-credentials",
	5: "not-authorised",
});

/** The reason behind a CONNACK return code from 1 to 255. */
export function connackReason(code: number): Reason {
	return CONNACK_REASONS[code] ?? "refused-other";
}

/** The reason that an error of a socket carries in its property `reason`; `otherwise` when it carries none. */
export function socketReason(error: unknown, otherwise: Reason): Reason {
	const given = (error as { reason?: unknown } | null | undefined)?.reason;
	return REASONS.find((reason) => reason === given) ?? otherwise;
}

/** What an error says in words, if anything. */
export function errorText(error: unknown): string | undefined {
	return error instanceof Error && error.message !== "" ? error.message : undefined;
}
