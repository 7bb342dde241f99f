import { spawn, spawnSync } from "node:child_process";
import { constants, openSync } from "node:fs";
import type { Readable } from "node:stream";
import { StringDecoder } from "node:string_decoder";
import { ReadStream } from "node:tty";
import type { Surroundings } from "./surroundings";

/** Of the console, bits a second: ESP-IDF's own choice. */
const SPEED = "115200";
/** The longest line that is put together; what is longer comes in pieces. */
const LONGEST_LINE = 16_384;

/** Nothing is translated, nothing echoed, and a port that closes does not reset the board. */
const MODES = [SPEED, "raw", "-echo", "-hupcl", "clocal"];

/** Windows has neither stty nor terminals that Node could open. */
const READ_PORT = `import serial, sys
port = serial.Serial(sys.argv[1], ${SPEED})
while True:
    sys.stdout.buffer.write(port.read(port.in_waiting or 1))
    sys.stdout.flush()
`;

/** Hands over what a board says, line by line, until it is unplugged. */
export function followConsole(
	around: Surroundings,
	port: string,
	onLine: (line: string) => void,
): Promise<void> {
	const input = process.platform === "win32" ? throughPython(around, port) : openPort(port);
	const decoder = new StringDecoder("utf8");
	let rest = "";
	input.on("data", (chunk: Buffer) => {
		const lines = (rest + decoder.write(chunk)).split(/\r*\n/);
		rest = lines.pop() ?? "";
		for (const line of lines) onLine(line);
		if (rest.length <= LONGEST_LINE) return;
		onLine(rest);
		rest = "";
	});
	return new Promise((resolve) => {
		input.once("close", resolve);
		input.once("end", resolve);
		// Linux reports a port that is gone as an error.
		input.once("error", () => resolve());
	});
}

function openPort(port: string): Readable {
	const file = openSync(port, constants.O_RDWR | constants.O_NOCTTY | constants.O_NONBLOCK);
	// Through the open port: on macOS it forgets its modes when it is closed.
	spawnSync("stty", MODES, { stdio: [file, "ignore", "ignore"] });
	return new ReadStream(file);
}

function throughPython({ find, env }: Surroundings, port: string): Readable {
	const program = find("python") as string;
	return spawn(program, ["-u", "-c", READ_PORT, port], { env, stdio: ["ignore", "pipe", "inherit"] }).stdout;
}
