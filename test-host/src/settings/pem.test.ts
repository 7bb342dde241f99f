import { describe, expect, test } from "@jest/globals";
import fc from "fast-check";
import { isPem } from "../../../src/settings/pem";

const block = (label: string, lines = "MIIB\nAA==") =>
	`-----BEGIN ${label}-----\n${lines}\n-----END ${label}-----`;
const CERTIFICATE = block("CERTIFICATE");

describe("a PEM text", () => {
	test.each([
		["one certificate", CERTIFICATE],
		["a chain", `${CERTIFICATE}\n${CERTIFICATE}\n`],
		["lines of Windows", CERTIFICATE.replaceAll("\n", "\r\n")],
		["comments around it", `subject: broker\n${CERTIFICATE}\nthe end`],
	])("may be %s", (_what, text) => {
		expect(isPem(text, "CERTIFICATE")).toBe(true);
	});

	test.each(["PRIVATE KEY", "EC PRIVATE KEY", "RSA PRIVATE KEY"])("may be a key called %s", (label) => {
		expect(isPem(block(label), "PRIVATE KEY")).toBe(true);
		expect(isPem(`${block("EC PARAMETERS")}\n${block(label)}`, "PRIVATE KEY")).toBe(true);
	});

	test.each([
		["something else", block("PUBLIC KEY")],
		["empty", "-----BEGIN CERTIFICATE-----\n-----END CERTIFICATE-----"],
		["without its end", "-----BEGIN CERTIFICATE-----\nMIIB"],
		["without its beginning", "MIIB\n-----END CERTIFICATE-----"],
		["with the end of another", "-----BEGIN CERTIFICATE-----\nMIIB\n-----END X509 CRL-----"],
		["with a hole", block("CERTIFICATE", "MIIB\n…\nAA==")],
		["followed by half of another", `${CERTIFICATE}\n-----BEGIN CERTIFICATE-----\nMIIB`],
		["in one line", CERTIFICATE.replaceAll("\n", " ")],
	])("must not be %s", (_what, text) => {
		expect(isPem(text, "CERTIFICATE")).toBe(false);
	});

	test("must not be a key that nobody can open", () => {
		expect(isPem(block("ENCRYPTED PRIVATE KEY"), "PRIVATE KEY")).toBe(false);
		const lines = "Proc-Type: 4,ENCRYPTED\nDEK-Info: AES-256-CBC,00\n\nMIIB";
		expect(isPem(block("RSA PRIVATE KEY", lines), "PRIVATE KEY")).toBe(false);
	});

	test("is complete only as a whole", () => {
		fc.assert(
			fc.property(fc.nat({ max: CERTIFICATE.length - 1 }), (length) => {
				expect(isPem(CERTIFICATE.slice(0, length), "CERTIFICATE")).toBe(false);
			}),
		);
	});
});
