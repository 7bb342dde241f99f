import type { Cancel } from "../clock";
import { decodeUtf8, encodeUtf8 } from "../utf8";
import { associatedWith, type FormatReason, readFile, writeFile } from "./passphrase-format";
import type { KeyDerivation, SealerMaker } from "./sealing";

/**
 * About five seconds on an ESP32, by estimate. The usual advice is ten times as many (OWASP Password Storage Cheat Sheet),
 * for which nobody would wait, so the passphrase must be longer than a password.
 */
export const EXPORT_ITERATIONS = 60_000;
/** In characters. */
export const PASSPHRASE = Object.freeze({ shortest: 12, longest: 256 });
/** In bytes, as NIST SP 800-132, 5.1, asks for. */
const SALT_LENGTH = 16;

/** What the files are made with. */
export type PassphrasePorts = KeyDerivation & SealerMaker;

/** Why there is no file, or no document. */
export interface PassphraseFault {
	readonly reason:
		| FormatReason
		| "passphrase-too-short"
		| "passphrase-too-long"
		| "seal-failed"
		| "wrong-passphrase-or-damaged";
}

const nothing: Cancel = () => {};

/**
 * Encrypts a settings document under a passphrase: JSON text with all that is needed to read it but the passphrase.
 *
 * @param onDone Called once: at once when the passphrase is refused, else later; not when cancelled.
 */
export function exportSettings(
	document: string,
	passphrase: string,
	ports: PassphrasePorts,
	onDone: (result: { readonly file: string } | PassphraseFault) => void,
): Cancel {
	if (passphrase.length < PASSPHRASE.shortest) {
		onDone({ reason: "passphrase-too-short" });
		return nothing;
	}
	if (passphrase.length > PASSPHRASE.longest) {
		onDone({ reason: "passphrase-too-long" });
		return nothing;
	}
	const head = { salt: ports.randomBytes(SALT_LENGTH), iterations: EXPORT_ITERATIONS };
	return ports.derive(passphrase, head.salt, head.iterations, (key) => {
		const sealed = ports.sealerOf(key).seal(encodeUtf8(document), associatedWith(head));
		key.fill(0);
		onDone("reason" in sealed ? { reason: "seal-failed" } : { file: writeFile({ ...head, sealed }) });
	});
}

/**
 * Reads what `exportSettings` has made. The document is as it was written, and to be checked as any other.
 *
 * @param onDone Called once: at once when the file is none of ours, else later; not when cancelled.
 */
export function importSettings(
	file: string,
	passphrase: string,
	ports: PassphrasePorts,
	onDone: (result: { readonly document: string } | PassphraseFault) => void,
): Cancel {
	const parts =
		passphrase.length > PASSPHRASE.longest ? ({ reason: "passphrase-too-long" } as const) : readFile(file);
	if ("reason" in parts) {
		onDone(parts);
		return nothing;
	}
	return ports.derive(passphrase, parts.salt, parts.iterations, (key) => {
		const plain = ports.sealerOf(key).open(parts.sealed, associatedWith(parts));
		key.fill(0);
		const document = "reason" in plain ? undefined : decodeUtf8(plain);
		onDone(document === undefined ? { reason: "wrong-passphrase-or-damaged" } : { document });
	});
}
