import { fromBase64, toBase64 } from "../base64";
import type { KeyDerivation } from "../settings/sealing";
import { sameText } from "./secret-text";

const SCHEME = "pbkdf2-sha256";
/** Rounds for new passwords: about a second of an ESP32, and a thousand guesses a second of a large computer. */
const ITERATIONS = 20_000;
/** As many as the settings allow: more than any firmware ever wrote, and no more than a browser waits for. */
const MOST_ITERATIONS = 99_999;
const SALT_BYTES = 16;

/** Makes the record by which a password is known again: scheme, rounds, salt and hash, joined by `$`. */
export function makeRecord(password: string, keys: KeyDerivation, onRecord: (record: string) => void): void {
	const salt = keys.randomBytes(SALT_BYTES);
	keys.derive(password, salt, ITERATIONS, (key) =>
		onRecord([SCHEME, ITERATIONS, toBase64(salt), toBase64(key)].join("$")),
	);
}

/** Whether a password is the one of the record; a record that cannot be read is that of no password. */
export function checkRecord(
	password: string,
	record: string,
	keys: KeyDerivation,
	onResult: (right: boolean) => void,
): void {
	const [scheme, rounds, saltText = "", hash = ""] = record.split("$");
	const iterations = Number(rounds);
	const salt = fromBase64(saltText);
	const known = scheme === SCHEME && Number.isInteger(iterations) && iterations > 0;
	if (!known || iterations > MOST_ITERATIONS || salt === undefined || hash === "") onResult(false);
	else keys.derive(password, salt, iterations, (key) => onResult(sameText(toBase64(key), hash)));
}
