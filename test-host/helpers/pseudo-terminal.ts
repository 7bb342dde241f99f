import { spawn } from "node:child_process";
import { once } from "node:events";
import { createInterface } from "node:readline";
import { findProgram } from "./needs";

/** Python makes pseudo terminals, which Node cannot. */
export const PYTHON = findProgram("python3") ?? findProgram("python3.11");

/** Copies its input to the far end of a new terminal, whose name it prints first. */
const SCRIPT = `import os, pty, sys
board, port = pty.openpty()
print(os.ttyname(port), flush=True)
os.close(port)
for line in sys.stdin.buffer:
    os.write(board, line)
`;

/** A serial port with a board on it. */
export interface FakePort {
	readonly path: string;
	/** The board says something. Only what is said while somebody listens is heard for sure. */
	say(text: string): void;
	unplug(): void;
}

export async function openFakePort(): Promise<FakePort> {
	const child = spawn(PYTHON ?? "python3", ["-c", SCRIPT], { stdio: ["pipe", "pipe", "inherit"] });
	const [path] = (await once(createInterface({ input: child.stdout }), "line")) as [string];
	return {
		path,
		say: (text) => child.stdin.write(text),
		unplug: () => child.kill(),
	};
}
