/** Why a TLS connection failed: a code for the application, and what a person should know. */
export interface Failure {
	/** As `modules/mqtt/reasons` has them. */
	readonly reason: string;
	readonly text: string;
}

/** By the number that the engine gives (`tls_failure` in `tls-engine.h`). */
export const FAILURES: readonly Failure[] = Object.freeze([
	{ reason: "tls-failed", text: "no failure" },
	{ reason: "tls-failed", text: "out of memory" },
	{ reason: "tls-untrusted", text: "there is no CA certificate, or it cannot be read" },
	{ reason: "tls-failed", text: "the client certificate cannot be read" },
	{ reason: "tls-failed", text: "the client key cannot be read, or has a pass phrase" },
	{ reason: "tls-failed", text: "the client key does not belong to the client certificate" },
	{ reason: "tls-wrong-name", text: "the server name is neither a host name nor an IP address" },
	{ reason: "tls-failed", text: "no randomness" },
	{ reason: "tls-untrusted", text: "untrusted" },
	{ reason: "tls-wrong-name", text: "the certificate's subjectAltName does not have this name" },
	{ reason: "tls-not-yet-valid", text: "not yet valid" },
	{ reason: "tls-expired", text: "expired" },
	{ reason: "tls-untrusted", text: "the certificate is not for servers" },
	{ reason: "tls-untrusted", text: "the certificate's key or hash is too weak" },
	{ reason: "tls-untrusted", text: "the certificate is broken" },
	{ reason: "tls-untrusted", text: "bad signature: the server does not hold its certificate's key" },
	{ reason: "tls-failed", text: "handshake failed" },
	{ reason: "tls-failed", text: "the server refuses" },
	{ reason: "connection-lost", text: "closed by the peer" },
	{ reason: "tls-failed", text: "bad record" },
] as const);

/** An error of the socket with the code that says why. */
export class TLSError extends Error {
	readonly reason: string;

	constructor(reason: string, message: string) {
		super(message);
		this.reason = reason;
	}
}

/** What alerts mean that tell of a mistake of ours (RFC 8446, 6.2). */
const ALERTS: Readonly<Record<number, string>> = Object.freeze({
	40: "no version, cipher or certificate in common",
	42: "the client certificate is broken",
	43: "the client certificate is of a kind it does not take",
	44: "the client certificate is revoked",
	45: "the client certificate has expired",
	46: "the client certificate is not accepted",
	48: "it does not know who issued the client certificate",
	49: "access denied",
	70: "no TLS version in common",
	71: "not secure enough",
	80: "internal error",
	112: "it does not know this host name",
	116: "it demands a client certificate",
});

const ALERT = 17;

/** The error for a number of the engine; the detail is its number of an alert or an error code. */
export function errorOf(failure: number, detail: number): TLSError {
	const { reason, text } = FAILURES[failure] ?? { reason: "tls-failed", text: `failure ${failure}` };
	if (failure === ALERT) return new TLSError(reason, `${text}: ${ALERTS[detail] ?? "alert"} (${detail})`);
	return new TLSError(
		reason,
		detail === 0 || reason === "connection-lost" ? text : `${text} (${hex(detail)})`,
	);
}

function hex(code: number): string {
	return `${code < 0 ? "-" : ""}0x${Math.abs(code).toString(16)}`;
}
