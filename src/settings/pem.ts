/** What a PEM text is there for, as the labels of its blocks end (RFC 7468, 4). */
export type PemContent = "CERTIFICATE" | "PRIVATE KEY";

/**
 * Whether a text holds such a block, and every block of it is whole: from BEGIN to the END of the same name, with
 * nothing but base64 between. What stands around the blocks is a comment (RFC 7468, 2). A key under a password is not
 * taken, for nobody could be asked for it. Line by line, as the stack of XS is small for an expression over it all.
 */
export function isPem(text: string, content: PemContent): boolean {
	const opening = /^-----BEGIN ([A-Z0-9 ]+)-----\s*$/;
	const base64 = /^[A-Za-z0-9+/]+={0,2}\s*$/;
	let label: string | undefined;
	let lines = 0;
	let found = false;
	for (const line of text.split("\n")) {
		const begins = opening.exec(line)?.[1];
		if (label === undefined) {
			label = begins;
			lines = 0;
		} else if (line.trimEnd() === `-----END ${label}-----`) {
			if (lines === 0) return false;
			found ||= label.endsWith(content) && !label.startsWith("ENCRYPTED");
			label = undefined;
		} else if (base64.test(line)) lines += 1;
		else return false;
	}
	return found && label === undefined;
}
