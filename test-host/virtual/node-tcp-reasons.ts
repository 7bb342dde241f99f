import type { Reason } from "../../modules/mqtt/reasons";

/** How far a connection has come; `handshake` is that of TLS. */
export type Stage = "connecting" | "handshake" | "open";

/** Error codes of Node and of OpenSSL's verification that mean the same at any stage. */
const REASONS: Readonly<Record<string, Reason>> = {
	ENOTFOUND: "dns",
	EAI_AGAIN: "dns",
	EAI_FAIL: "dns",
	ECONNREFUSED: "tcp-refused",
	EHOSTUNREACH: "tcp-unreachable",
	ENETUNREACH: "tcp-unreachable",
	ERR_TLS_CERT_ALTNAME_INVALID: "tls-wrong-name",
	HOSTNAME_MISMATCH: "tls-wrong-name",
	CERT_HAS_EXPIRED: "tls-expired",
	CERT_NOT_YET_VALID: "tls-not-yet-valid",
	CERT_CHAIN_TOO_LONG: "tls-untrusted",
	CERT_REJECTED: "tls-untrusted",
	CERT_REVOKED: "tls-untrusted",
	CERT_SIGNATURE_FAILURE: "tls-untrusted",
	CERT_UNTRUSTED: "tls-untrusted",
	DEPTH_ZERO_SELF_SIGNED_CERT: "tls-untrusted",
	INVALID_CA: "tls-untrusted",
	INVALID_PURPOSE: "tls-untrusted",
	PATH_LENGTH_EXCEEDED: "tls-untrusted",
	SELF_SIGNED_CERT_IN_CHAIN: "tls-untrusted",
	UNABLE_TO_GET_ISSUER_CERT: "tls-untrusted",
	UNABLE_TO_GET_ISSUER_CERT_LOCALLY: "tls-untrusted",
	UNABLE_TO_VERIFY_LEAF_SIGNATURE: "tls-untrusted",
};

/** What any other error means. */
const BY_STAGE: Readonly<Record<Stage, Reason>> = {
	connecting: "tcp-refused",
	handshake: "tls-failed",
	open: "connection-lost",
};

/** The firmware's code for an error of a socket of Node. */
export function reasonOf(error: unknown, stage: Stage): Reason {
	const code = String((error as { code?: unknown }).code);
	const known = REASONS[code];
	if (known !== undefined) return known;
	if (code === "ETIMEDOUT" && stage === "connecting") return "timeout";
	// Alerts, also those that come after the handshake, and keys or certificates that OpenSSL cannot read.
	return code.startsWith("ERR_SSL_") || code.startsWith("ERR_OSSL_") ? "tls-failed" : BY_STAGE[stage];
}
