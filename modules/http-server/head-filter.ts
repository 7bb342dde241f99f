/** The longest line of a head that is read, and the longest head, bytes. */
const LONGEST_LINE = 1024;
const LONGEST_HEAD = 8192;
const isRequest = (text: string) => /^[A-Z]{1,10} \/[!-~]* HTTP\/1\.1$/.test(text);
const isOldRequest = (text: string) => /^[A-Z]{1,10} \S+ HTTP\/\d\.\d$/.test(text);
/** RFC 9110, 5.6.2. */
const isToken = (text: string) => /^[!#$%&'*+.^_`|~0-9A-Za-z-]+$/.test(text);
const isLengthValue = (text: string) => /^\d{1,9}$/.test(text);
const CR = 0x0d;
const LF = 0x0a;
const TAB = 0x09;

/** The header in which the application finds who has sent the request; nobody outside can set it. */
export const PEER = "remote-address";

/** What a filter needs. */
export interface HeadFilterOptions {
	/** Names, in lower case, of the headers that the application reads: the others are left out. */
	readonly headers: readonly string[];
	/** Address of whoever sends. */
	readonly peer: string;
	readonly encode: (text: string) => Uint8Array;
	readonly decode: (bytes: Uint8Array) => string;
	/** Takes what is let through, before it returns. @returns Whether it wants more. */
	readonly pass: (bytes: Uint8Array) => boolean;
}

/**
 * Lets one HTTP/1.1 request (RFC 9112) through to a server that reads without bounds and believes everything: a short
 * head without contradictions, only the headers that are wanted, then as many bytes as it has announced. What comes
 * after that is dropped, for the connection is closed with the answer.
 */
export class HeadFilter {
	readonly #options: HeadFilterOptions;
	readonly #line = new Uint8Array(LONGEST_LINE);
	/** Bytes of the line so far, and of the head. */
	#length = 0;
	#total = 0;
	/** Names seen of those that may come once. */
	#seen = "";
	/** Bytes of the body still to come. */
	#body = 0;
	#state: "request" | "headers" | "body" = "request";

	constructor(options: HeadFilterOptions) {
		this.#options = options;
	}

	/** @returns The status with which the request is refused; `undefined` as long as it is not. */
	take(bytes: Uint8Array): number | undefined {
		for (let at = 0; at < bytes.length; at++) {
			if (this.#state === "body") {
				this.passBody(bytes.subarray(at));
				return undefined;
			}
			const refused = this.takeByte(bytes[at] ?? 0);
			if (refused !== undefined) return refused;
		}
		return undefined;
	}

	private takeByte(byte: number): number | undefined {
		this.#total += 1;
		if (this.#total > LONGEST_HEAD || this.#length === LONGEST_LINE) {
			return this.#state === "request" ? 414 : 431;
		}
		this.#line[this.#length++] = byte;
		if (byte < 0x20 && byte !== TAB && byte !== CR && byte !== LF) return 400;
		if (byte !== LF) return this.#line[this.#length - 2] === CR ? 400 : undefined;
		return this.#line[this.#length - 2] === CR ? this.endLine() : 400;
	}

	private passBody(bytes: Uint8Array): void {
		const part = bytes.subarray(0, this.#body);
		this.#body -= part.length;
		if (part.length > 0) this.#options.pass(part);
	}

	private endLine(): number | undefined {
		const line = this.#line.subarray(0, this.#length);
		const text = this.#options.decode(line.subarray(0, -2));
		this.#length = 0;
		if (this.#state === "request") return this.readRequest(text, line);
		if (text !== "") return this.readHeader(text, line);
		this.#state = "body";
		this.#options.pass(line);
		return undefined;
	}

	private readRequest(text: string, line: Uint8Array): number | undefined {
		if (!isRequest(text)) return isOldRequest(text) && !text.endsWith("/1.1") ? 505 : 400;
		this.#state = "headers";
		const { pass, encode, peer } = this.#options;
		if (pass(line)) pass(encode(`${PEER}: ${peer}\r\n`));
		return undefined;
	}

	private readHeader(text: string, line: Uint8Array): number | undefined {
		const colon = text.indexOf(":");
		const name = text.slice(0, Math.max(colon, 0)).toLowerCase();
		if (!isToken(name)) return 400;
		// A server that knows no chunks must not guess where the request ends (RFC 9112, 6.1).
		if (name === "transfer-encoding") return 501;
		const isLength = name === "content-length";
		if (!isLength && !this.#options.headers.includes(name)) return undefined;
		// Two of them, and two readers may believe different ones (RFC 9112, 11.2).
		if (this.#seen.includes(`,${name},`)) return 400;
		this.#seen += `,${name},`;
		const value = text.slice(colon + 1).trim();
		if (isLength && !isLengthValue(value)) return 400;
		if (isLength) this.#body = Number(value);
		this.#options.pass(line);
		return undefined;
	}
}
