import { KeyObject, randomBytes, webcrypto } from "node:crypto";
import { isIP } from "node:net";
import type { X509Certificate } from "@peculiar/x509";
import "./reflect-polyfill";

// Not an ordinary import: Jest would load the package before the line above has run.
const x509 = await import("@peculiar/x509");

const DAY_MS = 86_400_000;
const KEYS = {
	EC: { name: "ECDSA", namedCurve: "P-256", hash: "SHA-256" },
	RSA: {
		name: "RSASSA-PKCS1-v1_5",
		hash: "SHA-256",
		modulusLength: 2048,
		publicExponent: new Uint8Array([1, 0, 1]),
	},
	/** Too short to be trusted. */
	RSA1024: {
		name: "RSASSA-PKCS1-v1_5",
		hash: "SHA-256",
		modulusLength: 1024,
		publicExponent: new Uint8Array([1, 0, 1]),
	},
} as const;

/** What a certificate is to be like; by default a leaf for both ends of a connection. */
export interface CertificateOptions {
	/** The CN. */
	readonly subject?: string;
	/** DNS names and IP addresses (subjectAltName, RFC 5280, 4.2.1.6); the first is also the CN. Left out when there are none. */
	readonly names?: readonly string[];
	/** EC is P-256, and what is taken when left out; RSA has 2048 bits. */
	readonly keyType?: keyof typeof KEYS;
	/** Whether it may sign others, and how long a chain; `true` for any length. */
	readonly authority?: boolean | number;
	/** Milliseconds since 1970: yesterday when left out. */
	readonly from?: number;
	/** Milliseconds since 1970: in ten years when left out. */
	readonly to?: number;
	/** Extended key usage; for servers and clients when left out. */
	readonly usages?: readonly string[];
}

/** A certificate with its private key and those above it. It is forgotten when the process ends. */
export class Certificate {
	readonly #certificate: X509Certificate;
	readonly #keys: webcrypto.CryptoKeyPair;
	readonly #issuer: Certificate | undefined;

	private constructor(
		certificate: X509Certificate,
		keys: webcrypto.CryptoKeyPair,
		issuer: Certificate | undefined,
	) {
		this.#certificate = certificate;
		this.#keys = keys;
		this.#issuer = issuer;
	}

	/** Signed by itself; an authority unless the options say otherwise. */
	static root(options: CertificateOptions = {}): Promise<Certificate> {
		return Certificate.#make({ authority: true, subject: "Root", ...options }, undefined);
	}

	/** Signed by this one, whether that may or not. */
	issue(options: CertificateOptions = {}): Promise<Certificate> {
		return Certificate.#make(options, this);
	}

	static async #make(options: CertificateOptions, issuer: Certificate | undefined): Promise<Certificate> {
		const { names = [], keyType = "EC", subject = names[0] ?? "leaf" } = options;
		const algorithm = KEYS[keyType];
		const keys = await webcrypto.subtle.generateKey(algorithm, true, ["sign", "verify"]);
		const signer = issuer === undefined ? keys : issuer.#keys;
		const certificate = await x509.X509CertificateGenerator.create({
			serialNumber: `40${randomBytes(15).toString("hex")}`,
			subject: `CN=${subject}`,
			issuer: issuer === undefined ? `CN=${subject}` : issuer.#certificate.subject,
			notBefore: new Date(options.from ?? Date.now() - DAY_MS),
			notAfter: new Date(options.to ?? Date.now() + 3650 * DAY_MS),
			publicKey: keys.publicKey,
			signingKey: signer.privateKey,
			signingAlgorithm: signer.privateKey.algorithm.name === "ECDSA" ? KEYS.EC : KEYS.RSA,
			extensions: [
				...extensions(options),
				await x509.SubjectKeyIdentifierExtension.create(keys.publicKey),
				...(issuer ? [await x509.AuthorityKeyIdentifierExtension.create(signer.publicKey)] : []),
			],
		});
		return new Certificate(certificate, keys, issuer);
	}

	/** As every TLS program takes it. */
	get pem(): string {
		return `${this.#certificate.toString("pem")}\n`;
	}

	get der(): ArrayBuffer {
		return this.#certificate.rawData;
	}

	/** PKCS #8 as PEM. */
	get key(): string {
		return KeyObject.from(this.#keys.privateKey).export({ type: "pkcs8", format: "pem" }).toString();
	}

	get keyDer(): ArrayBuffer {
		const der = KeyObject.from(this.#keys.privateKey).export({ type: "pkcs8", format: "der" });
		return Uint8Array.from(der).buffer;
	}

	/** The one that signs itself, which a user would give to the device as "CA". */
	get root(): Certificate {
		return this.#issuer?.root ?? this;
	}

	/** This one and those above it, but not the root. */
	get chain(): string {
		if (this.#issuer === undefined) return "";
		return this.pem + this.#issuer.chain;
	}
}

function extensions({ names = [], authority = false, usages, keyType }: CertificateOptions) {
	const { keyCertSign, digitalSignature, keyEncipherment } = x509.KeyUsageFlags;
	const length = typeof authority === "number" ? authority : undefined;
	const leafUsage = digitalSignature | (keyType === "RSA" ? keyEncipherment : 0);
	const { serverAuth, clientAuth } = x509.ExtendedKeyUsage;
	const alternatives = names.map((name) => ({
		type: isIP(name) === 0 ? ("dns" as const) : ("ip" as const),
		value: name,
	}));
	const isAuthority = authority !== false;
	return [
		new x509.BasicConstraintsExtension(isAuthority, length, true),
		new x509.KeyUsagesExtension(isAuthority ? keyCertSign : leafUsage, true),
		...(isAuthority ? [] : [new x509.ExtendedKeyUsageExtension([...(usages ?? [serverAuth, clientAuth])])]),
		...(names.length > 0 ? [new x509.SubjectAlternativeNameExtension(alternatives)] : []),
	];
}
