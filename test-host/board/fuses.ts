import { mkdtempSync, readFileSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { runLines } from "./run";
import type { Surroundings } from "./surroundings";

/** Whether the flash of a classic ESP32 is encrypted; `undefined` when the board does not answer. */
export async function isFlashEncrypted(around: Surroundings, port: string): Promise<boolean | undefined> {
	const folder = mkdtempSync(join(tmpdir(), "leafcast-fuses-"));
	const file = join(folder, "fuses.json");
	const options = ["--chip", "esp32", "--port", port, "summary", "--format", "json", "--file", file];
	const program = around.find("python") as string;
	const lines: string[] = [];
	try {
		const call = { program, args: ["-m", "espefuse", ...options], env: around.env };
		if ((await runLines(call, (line) => lines.push(line))) !== 0) {
			process.stderr.write(`${lines.join("\n")}\n`);
			return undefined;
		}
		const fuses = JSON.parse(readFileSync(file, "utf8")) as { FLASH_CRYPT_CNT: { value: number } };
		return isOdd(fuses.FLASH_CRYPT_CNT.value);
	} finally {
		rmSync(folder, { recursive: true });
	}
}

/** Encryption is on while an odd number of bits is set (ESP-IDF, Flash Encryption). */
function isOdd(bits: number): boolean {
	return bits.toString(2).replaceAll("0", "").length % 2 === 1;
}
