import { fromBase64, toBase64 } from "../base64";
import { jsonText } from "../json";
import { encodeUtf8 } from "../utf8";
import { isObject, type Json, jsonObject } from "./json-object";

/** What makes a file of ours known. */
const FORMAT = "leafcast-settings";
const VERSION = 1;
const KDF = "pbkdf2-hmac-sha256";
const CIPHER = "aes-256-gcm";
/** What a file may ask for, since it comes from anybody: about 20 s of an ESP32, by estimate. Nobody waits longer for an answer. */
const MOST_ITERATIONS = 200_000;
/** In bytes; NIST SP 800-132, 5.1, asks for 16. */
const SALT = Object.freeze({ least: 8, most: 64 });
const NONCE = 12;
/** In characters: half as much again as the longest document in base64. */
const LONGEST_FILE = 65_536;

/** Why a file cannot be read, whatever the passphrase. */
export type FormatReason =
	| "not-a-file-of-ours"
	| "file-of-a-newer-version"
	| "file-damaged"
	| "too-many-iterations";

/** What the file says. */
export interface FileParts {
	readonly salt: Uint8Array;
	readonly iterations: number;
	/** Nonce, ciphertext and tag. */
	readonly sealed: Uint8Array;
}

/** What the sealed content is bound to: all that stands beside it in the file. */
export function associatedWith({ salt, iterations }: Omit<FileParts, "sealed">): Uint8Array {
	return encodeUtf8(`${FORMAT} ${VERSION} ${KDF} ${iterations} ${toBase64(salt)} ${CIPHER}`);
}

/** The text of the file. */
export function writeFile({ salt, iterations, sealed }: FileParts): string {
	return jsonText({
		format: FORMAT,
		version: VERSION,
		kdf: { name: KDF, iterations, salt: toBase64(salt) },
		cipher: CIPHER,
		nonce: toBase64(sealed.subarray(0, NONCE)),
		ciphertext: toBase64(sealed.subarray(NONCE)),
	});
}

/** What `writeFile` has written, or why it is not that. */
export function readFile(text: string): FileParts | { readonly reason: FormatReason } {
	const file = text.length > LONGEST_FILE ? undefined : jsonObject(text);
	if (file?.["format"] !== FORMAT) return { reason: "not-a-file-of-ours" };
	const { version } = file;
	if (typeof version === "number" && version > VERSION) return { reason: "file-of-a-newer-version" };
	const { iterations } = objectOf(file["kdf"]);
	const parts = isCount(iterations) ? readParts(file, iterations) : undefined;
	if (parts === undefined) return { reason: "file-damaged" };
	return parts.iterations > MOST_ITERATIONS ? { reason: "too-many-iterations" } : parts;
}

function objectOf(value: unknown): Json {
	return isObject(value) ? value : {};
}

function isCount(value: unknown): value is number {
	return typeof value === "number" && Number.isInteger(value) && value >= 1;
}

function readParts(file: Json, iterations: number): FileParts | undefined {
	const kdf = objectOf(file["kdf"]);
	if (file["version"] !== VERSION || kdf["name"] !== KDF || file["cipher"] !== CIPHER) return undefined;
	const salt = bytesOf(kdf["salt"], SALT.least, SALT.most);
	const nonce = bytesOf(file["nonce"], NONCE, NONCE);
	const content = bytesOf(file["ciphertext"], 1, LONGEST_FILE);
	if (salt === undefined || nonce === undefined || content === undefined) return undefined;
	const sealed = new Uint8Array(NONCE + content.length);
	sealed.set(nonce);
	sealed.set(content, NONCE);
	return { salt, iterations, sealed };
}

/** What base64 says, if it is that and as long as it may be. */
function bytesOf(value: unknown, least: number, most: number): Uint8Array | undefined {
	const bytes = typeof value === "string" ? fromBase64(value) : undefined;
	return bytes !== undefined && bytes.length >= least && bytes.length <= most ? bytes : undefined;
}
