/** A record as text: `A leafcast-1a2b.local 192.0.2.7 120`, with `!` in front when others' are to be forgotten. */
export interface DnsMessage {
	readonly id: number;
	readonly flags: number;
	/** `ANY leafcast-1a2b.local`, with `!` in front when the answer may come to the sender alone. */
	readonly questions: readonly string[];
	readonly answers: readonly string[];
	readonly authorities: readonly string[];
	readonly additionals: readonly string[];
}

const TYPES: Readonly<Record<string, number>> = {
	A: 1,
	PTR: 12,
	TXT: 16,
	AAAA: 28,
	SRV: 33,
	NSEC: 47,
	ANY: 255,
};
const TOP_BIT = 0x8000;

function nameOf(type: number): string {
	return Object.entries(TYPES).find(([, number]) => number === type)?.[0] ?? `TYPE${type}`;
}

function typeOf(name: string): number {
	const type = TYPES[name];
	if (type === undefined) throw new Error(`no type ${name}`);
	return type;
}

/** A message in the words above. Throws when it is not whole, or longer than it says. */
export function decodeDns(bytes: Uint8Array): DnsMessage {
	const buffer = Buffer.from(bytes);
	let at = 12;
	const name = (from = at, moved = true): string => {
		const length = buffer.readUInt8(from);
		if (length >= 0xc0) {
			if (moved) at = from + 2;
			return name(buffer.readUInt16BE(from) & 0x3fff, false);
		}
		if (moved) at = from + length + 1;
		if (length === 0) return "";
		const rest = name(from + length + 1, moved);
		return `${buffer.toString("latin1", from + 1, from + 1 + length)}${rest && "."}${rest}`;
	};
	const word = () => {
		at += 2;
		return buffer.readUInt16BE(at - 2);
	};
	const kind = (owner: string): [string, string] => {
		const type = nameOf(word());
		const top = word() === (TOP_BIT | 1) ? "!" : "";
		return [`${top}${type} ${owner}`, type];
	};
	const data = (type: string, end: number): string => {
		if (type === "A") return [...buffer.subarray(at, end)].join(".");
		if (type === "PTR") return name();
		if (type === "SRV") return `${word()} ${word()} ${word()} ${name()}`;
		if (type === "NSEC") return `${name()} ${buffer.toString("hex", at, end)}`;
		return buffer.toString("hex", at, end);
	};
	const record = (): string => {
		const [head, type] = kind(name());
		const ttl = word() * 0x10000 + word();
		const length = word();
		const end = at + length;
		const text = `${head} ${data(type, end)} ${ttl}`;
		at = end;
		return text;
	};
	const counts = [4, 6, 8, 10].map((offset) => buffer.readUInt16BE(offset));
	const list = (index: number, read: () => string) => Array.from({ length: counts[index] ?? 0 }, read);
	const message = {
		...{ id: buffer.readUInt16BE(0), flags: buffer.readUInt16BE(2) },
		questions: list(0, () => kind(name())[0]),
		...{ answers: list(1, record), authorities: list(2, record), additionals: list(3, record) },
	};
	if (at !== buffer.length) throw new Error(`${buffer.length - at} bytes too many`);
	return message;
}

/** The bytes of a message in the same words; names are compressed wherever they can be. */
export function encodeDns(message: Partial<DnsMessage>): Uint8Array {
	const bytes: number[] = [];
	const known = new Map<string, number>();
	const word = (value: number) => void bytes.push((value >> 8) & 0xff, value & 0xff);
	const name = (text: string): void => {
		const place = known.get(text);
		if (text === "") bytes.push(0);
		else if (place !== undefined) word(0xc000 | place);
		else {
			known.set(text, bytes.length);
			const [label = "", ...rest] = text.split(".");
			bytes.push(label.length, ...Buffer.from(label, "latin1"));
			name(rest.join("."));
		}
	};
	const kind = (type: string, owner: string) => {
		name(owner);
		word(typeOf(type.replace("!", "")));
		word(type.startsWith("!") ? TOP_BIT | 1 : 1);
	};
	const data = (type: string, fields: readonly string[]) => {
		if (type === "A") bytes.push(...(fields[0] ?? "").split(".").map(Number));
		else if (type === "PTR") name(fields[0] ?? "");
		else if (type === "SRV") {
			for (const field of fields.slice(0, 3)) word(Number(field));
			name(fields[3] ?? "");
		} else bytes.push(...Buffer.from(fields[0] ?? "", "hex"));
	};
	const record = (text: string) => {
		const [type = "", owner = "", ...fields] = text.split(" ");
		kind(type, owner);
		word(0);
		word(Number(fields.pop()));
		const length = bytes.length;
		word(0);
		data(type.replace("!", ""), fields);
		const size = bytes.length - length - 2;
		bytes.splice(length, 2, size >> 8, size & 0xff);
	};
	const { id = 0, flags = 0, questions = [], answers = [], authorities = [], additionals = [] } = message;
	for (const value of [id, flags, questions.length, answers.length, authorities.length, additionals.length]) {
		word(value);
	}
	for (const question of questions) kind(...(question.split(" ") as [string, string]));
	for (const each of [...answers, ...authorities, ...additionals]) record(each);
	return Uint8Array.from(bytes);
}
