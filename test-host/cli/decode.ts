import { createReadStream } from "node:fs";
import { createInterface } from "node:readline";
import { parseArgs } from "node:util";
import type { Layout } from "../../src/leaf/generation";
import { parseCandumpLine } from "../virtual/candump";
import { type Decoded, LogDecoder } from "./log-decoder";

const LAYOUTS: readonly Layout[] = ["ZE0", "AZE0", "ZE1", "CAR"];

const HELP = `Usage: npm run decode -- [--generation ${LAYOUTS.join("|")}] FILE

Decodes a candump log of a Nissan Leaf with the firmware's decoder. FILE may be - for standard input.

Prints one JSON line for each decodable message:
  {"t":1.5,"id":"0x55B","signals":{"socPct":58.4,...}}             broadcast
  {"t":1.6,"id":"0x7BB","group":"01","signals":{...}}              reply to service 21, put together from its frames
  {"t":1.6,"id":"0x79A","did":"1203","signals":{"qcCount":19}}     reply to service 22: a data identifier
  {"t":1.6,"id":"0x7BB","service":"19 02","signals":{...}}         reply to service 19: trouble codes
  {"t":1.7,"id":"0x1DB","rejected":"crc"}                          not believed: crc, dlc; of replies also
                                                                   timeout, sequence-gap, too-short, too-long,
                                                                   malformed, wake-up, negative-response, and
                                                                   incomplete (the next reply, or the end of the
                                                                   log, came first)
Replies are those of every control unit of the car, whoever asked. One that nobody can decode is given as payloadHex.
"restarted" tells that it was begun twice, "beginning" what one that broke off told until then. Other messages are
passed over.
A value is null where the car says that it has none, or where it cannot be true; replies leave such values out.

Options:
  --generation  what the bytes mean: ZE0 (2011-12), AZE0 (2013-17, e-NV200), ZE1 (2018 on), or CAR for the CAR-CAN
                of 2011-17. It is not guessed: without it, only what means the same in every generation is printed.
  --help        this text

Reads \`candump -l\` logs "(1.234567) can0 55B#92C0AA00E0001023" and what candump prints "can0  55B  [8]  92 C0 ...".
A line that is neither is named on standard error with what is wrong, and the rest is decoded nevertheless.
Exit code: 0 all lines were read, 1 the file or some of its lines could not be read, 2 wrong arguments.
`;

const OPEN_ERRORS: Readonly<Record<string, string>> = {
	ENOENT: "no such file",
	EISDIR: "is a directory",
	EACCES: "may not be read",
};

function fail(code: number, message: string): never {
	process.stderr.write(`decode: ${message}\n`);
	process.exit(code);
}

function readArguments(): { layout: Layout | undefined; file: string } {
	const options = { generation: { type: "string" }, help: { type: "boolean" } } as const;
	const { values, positionals } = parse(() => parseArgs({ options, allowPositionals: true }));
	if (values.help) {
		process.stdout.write(HELP);
		process.exit(0);
	}
	const layout = LAYOUTS.find((name) => name === values.generation?.toUpperCase());
	if (values.generation !== undefined && layout === undefined) {
		fail(2, `--generation ${values.generation} is none of ${LAYOUTS.join(", ")}`);
	}
	const [file, ...more] = positionals;
	if (file === undefined || more.length > 0) fail(2, "give one FILE, or - for standard input (see --help)");
	return { layout, file };
}

function parse<T>(read: () => T): T {
	try {
		return read();
	} catch (error) {
		return fail(2, `${(error as Error).message} (see --help)`);
	}
}

async function main(): Promise<void> {
	const { layout, file } = readArguments();
	const decoder = new LogDecoder(layout);
	const input = file === "-" ? process.stdin : createReadStream(file);
	input.on("error", (error: NodeJS.ErrnoException) => {
		fail(1, `${file}: ${OPEN_ERRORS[error.code ?? ""] ?? error.message}`);
	});
	let number = 0;
	for await (const line of createInterface({ input })) {
		number++;
		if (line.trim() === "") continue;
		const read = parseCandumpLine(line);
		if ("reason" in read) {
			process.stderr.write(`${file}:${number}: ${read.reason}\n`);
			process.exitCode = 1;
			continue;
		}
		for (const decoded of decoder.decode(read)) print(decoded);
	}
	for (const decoded of decoder.end()) print(decoded);
}

function print(decoded: Decoded): void {
	process.stdout.write(`${JSON.stringify(decoded)}\n`);
}

// The reader of a pipe may have seen enough, as `head` does.
process.stdout.on("error", (error: NodeJS.ErrnoException) => {
	if (error.code === "EPIPE") process.exit(0);
	throw error;
});
await main();
