import { KeyObject, randomBytes, webcrypto } from "node:crypto";
import { isIP } from "node:net";
import type { JsonGeneralName, JsonName, X509Certificate } from "@peculiar/x509";
import "./reflect-polyfill";

// Not an ordinary import: Jest would load the package before the line above has run.
const x509 = await import("@peculiar/x509");

/** A certificate with its private key (PKCS #8), both PEM, as every TLS program takes them. */
export interface Identity {
	readonly certificate: string;
	readonly key: string;
}

/** What a certificate is to say; dates left out make it valid from yesterday until ten years from now. */
export interface CertificateRequest {
	/** DNS names and IP addresses it is valid for (subjectAltName, RFC 5280, 4.2.1.6). The first is also the CN. */
	readonly names: readonly string[];
	readonly notBefore?: Date;
	readonly notAfter?: Date;
	/** EC is P-256, RSA has 2048 bits. EC when left out. */
	readonly keyType?: "EC" | "RSA";
}

/** A certificate authority that lives as long as the process. */
export interface Authority {
	/** The root certificate: what a user would give to the device as "CA". PEM. */
	readonly caPem: string;
	/** Makes a key pair and a certificate for it, good for both ends of a TLS connection. */
	issue(request: CertificateRequest): Promise<Identity>;
}

const DAY_MS = 86_400_000;
const KEY_ALGORITHMS = {
	EC: { name: "ECDSA", namedCurve: "P-256", hash: "SHA-256" },
	RSA: {
		name: "RSASSA-PKCS1-v1_5",
		hash: "SHA-256",
		modulusLength: 2048,
		publicExponent: new Uint8Array([1, 0, 1]),
	},
} as const;

/** Makes a new authority with an EC key; no two are alike, whatever their names. */
export async function createAuthority(name: string): Promise<Authority> {
	const keys = await generateKeys("EC");
	const root = await x509.X509CertificateGenerator.createSelfSigned({
		...common({ names: [name] }),
		name: distinguishedName(name),
		keys,
		extensions: [
			new x509.BasicConstraintsExtension(true, 0, true),
			new x509.KeyUsagesExtension(x509.KeyUsageFlags.keyCertSign | x509.KeyUsageFlags.cRLSign, true),
			await x509.SubjectKeyIdentifierExtension.create(keys.publicKey),
		],
	});
	return { caPem: pem(root), issue: (request) => issue(root, keys, request) };
}

async function issue(
	root: X509Certificate,
	rootKeys: webcrypto.CryptoKeyPair,
	request: CertificateRequest,
): Promise<Identity> {
	const keys = await generateKeys(request.keyType ?? "EC");
	const { digitalSignature, keyEncipherment } = x509.KeyUsageFlags;
	const certificate = await x509.X509CertificateGenerator.create({
		...common(request),
		subject: distinguishedName(request.names[0] ?? ""),
		issuer: root.subject,
		publicKey: keys.publicKey,
		signingKey: rootKeys.privateKey,
		extensions: [
			new x509.BasicConstraintsExtension(false, undefined, true),
			// TLS 1.2 with RSA key exchange needs the second one, and it is for RSA keys only.
			new x509.KeyUsagesExtension(digitalSignature | (request.keyType === "RSA" ? keyEncipherment : 0), true),
			new x509.ExtendedKeyUsageExtension([
				x509.ExtendedKeyUsage.serverAuth,
				x509.ExtendedKeyUsage.clientAuth,
			]),
			new x509.SubjectAlternativeNameExtension(request.names.map(alternativeName)),
			await x509.AuthorityKeyIdentifierExtension.create(rootKeys.publicKey),
		],
	});
	return { certificate: pem(certificate), key: privateKeyPem(keys.privateKey) };
}

/** What a root and a leaf have in common. */
function common({ notBefore, notAfter }: CertificateRequest) {
	return {
		serialNumber: serialNumber(),
		notBefore: notBefore ?? new Date(Date.now() - DAY_MS),
		notAfter: notAfter ?? new Date(Date.now() + 3650 * DAY_MS),
		signingAlgorithm: KEY_ALGORITHMS.EC,
	};
}

function generateKeys(type: "EC" | "RSA"): Promise<webcrypto.CryptoKeyPair> {
	return webcrypto.subtle.generateKey(KEY_ALGORITHMS[type], true, ["sign", "verify"]);
}

/** Positive and without leading zeros, as DER wants it. Hex. */
function serialNumber(): string {
	const bytes = randomBytes(16);
	bytes[0] = 0x40 | ((bytes[0] ?? 0) & 0x3f);
	return bytes.toString("hex");
}

function distinguishedName(commonName: string): JsonName {
	return [{ CN: [commonName] }];
}

function alternativeName(name: string): JsonGeneralName {
	return { type: isIP(name) === 0 ? "dns" : "ip", value: name };
}

function pem(certificate: X509Certificate): string {
	return `${certificate.toString("pem")}\n`;
}

function privateKeyPem(key: webcrypto.CryptoKey): string {
	return KeyObject.from(key).export({ type: "pkcs8", format: "pem" }).toString();
}
