import { createCipheriv, createDecipheriv, createHash, createHmac } from "node:crypto";
import { Server } from "./connect";
import {
	APPLICATION_DATA,
	bytesOf,
	HANDSHAKE,
	type Message,
	messagesIn,
	recordHeader,
	recordsOf,
} from "./handshake-messages";

/** Handshake messages (RFC 8446, 4). */
export const CERTIFICATE = 11;
export const CERTIFICATE_VERIFY = 15;
const FINISHED = 20;

/** Cipher suites (RFC 8446, B.4): their AEAD in the words of OpenSSL, the length of its key and their hash. */
const SUITES = {
	4865: ["aes-128-gcm", 16, "sha256"],
	4866: ["aes-256-gcm", 32, "sha384"],
	4867: ["chacha20-poly1305", 32, "sha256"],
} as const;
const TAG = 16;

/** What the server makes of its encrypted messages before it says how they are protected. */
export type Change = (messages: readonly Message[]) => readonly Message[];

/**
 * A server with TLS 1.3 that keeps to everything but for what is changed in its first flight: protection and Finished
 * are right for what it really sends. Nothing but a look at the messages themselves gives it away.
 */
export class HostileServer extends Server {
	readonly #change: Change;
	readonly #transcript: Buffer[] = [];
	#secret: Buffer | undefined = undefined;
	#greeted = false;
	#done = false;

	constructor(identity: { readonly pem: string; readonly key: string }, change: Change) {
		super({ cert: identity.pem, key: identity.key, minVersion: "TLSv1.3" });
		this.#change = change;
		this.socket.on("keylog", (line: Buffer) => {
			const [label, , secret] = line.toString().trim().split(" ");
			if (label === "SERVER_HANDSHAKE_TRAFFIC_SECRET") this.#secret = Buffer.from(secret ?? "", "hex");
		});
	}

	override push(bytes: ArrayBuffer): void {
		if (!this.#greeted) this.#transcript.push(Buffer.from(bytes).subarray(5));
		this.#greeted = true;
		super.push(bytes);
	}

	override take(): Buffer {
		const flight = super.take();
		if (this.#done || flight.length === 0 || this.#secret === undefined) return flight;
		this.#done = true;
		const records = recordsOf(flight);
		const hello = records.find(([type]) => type === HANDSHAKE)?.subarray(5) ?? Buffer.alloc(0);
		this.#transcript.push(hello);
		const protection = new Protection(this.#secret, hello.readUInt16BE(39 + (hello[38] ?? 0)));
		const stream = records.filter(([type]) => type === APPLICATION_DATA).map((one) => protection.open(one));
		const clear = records.filter(([type]) => type !== APPLICATION_DATA);
		return Buffer.concat([...clear, ...this.#flight(messagesIn(Buffer.concat(stream)), protection)]);
	}

	/** The changed messages and a Finished that is right for them (RFC 8446, 4.4.4), each in a record of its own. */
	#flight(messages: readonly Message[], protection: Protection): Buffer[] {
		const changed = this.#change(messages.filter(({ type }) => type !== FINISHED)).map(bytesOf);
		const body = protection.finished(Buffer.concat([...this.#transcript, ...changed]));
		return [...changed, bytesOf({ type: FINISHED, body })].map((one) => protection.seal(one));
	}
}

/** Record protection and Finished under one traffic secret (RFC 8446, 5.2, 7.1 and 7.3). */
class Protection {
	readonly #secret: Buffer;
	readonly #cipher: "aes-128-gcm";
	readonly #hash: string;
	readonly #key: Buffer;
	readonly #iv: Buffer;
	#opened = 0;
	#sealed = 0;

	constructor(secret: Buffer, suite: number) {
		const [cipher, keyLength, hash] = SUITES[suite as keyof typeof SUITES];
		this.#secret = secret;
		// Node's types know each AEAD apart, which are used in the same way.
		this.#cipher = cipher as "aes-128-gcm";
		this.#hash = hash;
		this.#key = this.#expand("key", keyLength);
		this.#iv = this.#expand("iv", 12);
	}

	/** The handshake messages, or parts of them, in a record. */
	open(record: Buffer): Buffer {
		const [header, body] = [record.subarray(0, 5), record.subarray(5, -TAG)];
		const options = { authTagLength: TAG };
		const decipher = createDecipheriv(this.#cipher, this.#key, this.#nonce(this.#opened++), options);
		decipher.setAAD(header).setAuthTag(record.subarray(-TAG));
		const inner = Buffer.concat([decipher.update(body), decipher.final()]);
		if (inner.at(-1) !== HANDSHAKE) throw new Error("not a handshake, or padded");
		return inner.subarray(0, -1);
	}

	seal(message: Buffer): Buffer {
		const inner = Buffer.concat([message, Buffer.of(HANDSHAKE)]);
		const header = recordHeader(APPLICATION_DATA, inner.length + TAG);
		const options = { authTagLength: TAG };
		const cipher = createCipheriv(this.#cipher, this.#key, this.#nonce(this.#sealed++), options);
		cipher.setAAD(header);
		return Buffer.concat([header, cipher.update(inner), cipher.final(), cipher.getAuthTag()]);
	}

	finished(transcript: Buffer): Buffer {
		const digest = createHash(this.#hash).update(transcript).digest();
		const key = this.#expand("finished", digest.length);
		return createHmac(this.#hash, key).update(digest).digest();
	}

	#nonce(sequence: number): Buffer {
		const nonce = Buffer.from(this.#iv);
		nonce[11] = (nonce[11] ?? 0) ^ sequence;
		return nonce;
	}

	/** HKDF-Expand-Label without context; no longer than the hash. */
	#expand(label: string, length: number): Buffer {
		const name = Buffer.from(`tls13 ${label}`);
		const info = Buffer.concat([Buffer.of(0, length, name.length), name, Buffer.of(0, 1)]);
		return createHmac(this.#hash, this.#secret).update(info).digest().subarray(0, length);
	}
}
