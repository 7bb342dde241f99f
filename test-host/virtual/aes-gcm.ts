import { createCipheriv, createDecipheriv, randomBytes } from "node:crypto";

const [NONCE, TAG] = [12, 16];

/** AES-256-GCM of Node, as `modules/secret-store` lays it out: a new nonce, ciphertext, tag. */
export function sealBytes(key: Uint8Array, plain: Uint8Array, associated: Uint8Array): Buffer {
	const nonce = randomBytes(NONCE);
	const cipher = createCipheriv("aes-256-gcm", key, nonce).setAAD(associated);
	return Buffer.concat([nonce, cipher.update(plain), cipher.final(), cipher.getAuthTag()]);
}

/** @returns `undefined` when it was sealed under another key, or changed. */
export function openBytes(key: Uint8Array, sealed: Uint8Array, associated: Uint8Array): Buffer | undefined {
	const decipher = createDecipheriv("aes-256-gcm", key, sealed.subarray(0, NONCE)).setAAD(associated);
	decipher.setAuthTag(sealed.subarray(-TAG));
	try {
		return Buffer.concat([decipher.update(sealed.subarray(NONCE, -TAG)), decipher.final()]);
	} catch {
		return undefined;
	}
}
