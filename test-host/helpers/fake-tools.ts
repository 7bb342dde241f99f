import { spawn, spawnSync } from "node:child_process";
import { chmodSync, mkdirSync, mkdtempSync, readFileSync, rmSync, symlinkSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";
import { fileURLToPath } from "node:url";
import { findProgram } from "./needs";

const ROOT = fileURLToPath(new URL("../..", import.meta.url));

/** What mcconfig prints and leaves behind, in short. It fails as `FAKE_BUILD` says. */
const MCCONFIG = `#!/bin/sh
echo "mcconfig $*" >> "$FAKE_LOG"
echo "settings $(grep -c '^CONFIG_' "$SDKCONFIGPATH/sdkconfig.defaults") of $PARTITIONS_FILE" >> "$FAKE_LOG"
while [ "$1" != -o ]; do [ "$1" = -p ] && platform=$2; shift; done
board=\${platform#esp32/}; sub=\${platform#esp32}
echo "Using recommended ESP-IDF 6.0"
echo "# Configure dependencies..."
echo "# Reconfiguring ESP-IDF..."
echo "# cc xsAll.c (strings in flash)"
echo "# tsc main.ts"
[ "$FAKE_BUILD" = tsc ] && { echo "main.ts(3,5): error TS2322: Type 'string' is not assignable"; exit 2; }
echo "# xsc main.xsb"
echo "# xsl modules"
echo "[1/2] Building C object esp-idf/main.c.obj"
# make goes on after a failure of the ESP-IDF, and ends with 0.
[ "$FAKE_BUILD" = idf ] && { echo "ninja: build stopped: subcommand failed." >&2; exit 0; }
echo "[2/2] Generating binary image from built executable"
build="$2/tmp/esp32$sub/release/leafcast/xsProj-$board/build"
mkdir -p "$build/bootloader" "$build/partition_table"
echo bootloader > "$build/bootloader/bootloader.bin"
echo table > "$build/partition_table/partition-table.bin"
echo data > "$build/ota_data_initial.bin"
# What is there is not made again: the program by its time stamp, the arguments when they have been configured once.
[ -f "$build/.bin_timestamp" ] || head -c 1015808 /dev/zero > "$build/xs_esp32.bin"
echo made > "$build/.bin_timestamp"
[ -f "$build/CMakeCache.txt" ] || cat > "$build/flasher_args.json" <<JSON
{ "write_flash_args": ["--flash-mode", "dio", "--flash-size", "4MB", "--flash-freq", "80m"],
  "flash_files": { "0x20000": "xs_esp32.bin", "0x1000": "bootloader/bootloader.bin",
    "0x8000": "partition_table/partition-table.bin", "0x19000": "ota_data_initial.bin" },
  "extra_esptool_args": { "after": "hard-reset", "before": "default-reset", "stub": true, "chip": "$board" } }
JSON
echo configured > "$build/CMakeCache.txt"
echo "Project build complete. To flash, run:"
`;

/** The Python of the ESP-IDF with esptool, espefuse and pyserial. */
const PYTHON = `#!/bin/sh
echo "python $*" >> "$FAKE_LOG"
case "$*" in
--version) echo "Python 3.11.9" ;;
"-m esptool version") echo "esptool v\${FAKE_ESPTOOL:-5.1.0}"; echo "\${FAKE_ESPTOOL:-5.1.0}" ;;
"-m esp_idf_nvs_partition_gen --help") echo "ESP NVS partition generation utility" ;;
"-m esp_idf_nvs_partition_gen generate"*)
	[ "$FAKE_NVS" = refused ] && { echo "Error: Size of partition is too small"; exit 1; }
	cat "$4" >> "$FAKE_LOG"
	while IFS=, read -r key type encoding value; do [ "$type" = file ] && cat "$value" >> "$FAKE_LOG"; done < "$4"
	echo >> "$FAKE_LOG"; echo nvs > "$5" ;;
"-m serial.tools.list_ports -v") cat "$FAKE_PORTS" 2>/dev/null ;;
"-m espefuse"*)
	[ "$FAKE_BOARD" = silent ] && { echo "A fatal error occurred: Failed to connect to ESP32"; exit 2; }
	while [ "$1" != --file ]; do shift; done
	echo "{ \\"FLASH_CRYPT_CNT\\": { \\"value\\": \${FAKE_CRYPT:-0} } }" > "$2" ;;
"-m esptool"*)
	[ "$FAKE_BOARD" = torn ] && { echo "A fatal error occurred: Serial data stream stopped"; exit 2; }
	echo "Writing at 0x00020000... (100 %)" ;;
*) exit 9 ;;
esac
`;

/** Tools for a board that only pretend, in a folder of their own. */
export class FakeTools {
	readonly folder = mkdtempSync(join(tmpdir(), "leafcast-tools-"));
	readonly out = join(this.folder, "out");
	readonly #log = join(this.folder, "calls");
	readonly #bin = join(this.folder, "bin");

	/** Everything that `npm run build` needs for an ESP32. */
	constructor() {
		for (const name of ["idf.py", "xtensa-esp32-elf-gcc", "riscv32-esp-elf-gcc"]) this.program(name);
		this.#script(join(this.#bin, "python"), PYTHON);
		this.#script(join(this.folder, "moddable/build/bin/lin/release/mcconfig"), MCCONFIG);
		this.#script(join(this.folder, "moddable/build/bin/mac/release/mcconfig"), MCCONFIG);
		this.file("moddable/build/devices/esp32/manifest.json", "{}");
		this.file("idf/components/README", "");
		this.tag("moddable", "8.2.3");
		this.tag("idf", "v6.0");
		for (const name of ["sh", "bash", "git", "grep", "head", "mkdir", "cat", "env", "node", "stty"])
			this.#real(name);
	}

	/** A program that does nothing. */
	program(name: string): void {
		this.#script(join(this.#bin, name), "#!/bin/sh\n");
	}

	/** Takes something away. */
	remove(path: string): void {
		rmSync(join(this.folder, path), { recursive: true });
	}

	file(path: string, text: string): string {
		const file = join(this.folder, path);
		mkdirSync(dirname(file), { recursive: true });
		writeFileSync(file, text);
		return file;
	}

	/** Makes a folder say that it is of that version. */
	tag(folder: string, version: string): void {
		const git = (...args: string[]) => {
			const identity = ["-c", "user.name=x", "-c", "user.email=x@example.org"];
			spawnSync("git", ["-C", join(this.folder, folder), ...identity, ...args], { encoding: "utf8" });
		};
		git("init", "-q");
		git("commit", "-q", "--allow-empty", "-m", version);
		git("tag", "-a", version, "-m", version);
	}

	/** What has been called with what. */
	get calls(): string[] {
		return readFileSync(this.#log, "utf8").trim().split("\n");
	}

	/** Starts `npm run build` or `npm run flash` with nothing but these tools. */
	start(command: "build" | "flash", args: readonly string[], environment: NodeJS.ProcessEnv = {}) {
		const child = spawn(process.execPath, ["--import", "tsx", `test-host/board/${command}.ts`, ...args], {
			cwd: ROOT,
			env: { ...this.#environment(), ...environment },
			stdio: ["ignore", "pipe", "pipe"],
		});
		let output = "";
		let errors = "";
		child.stdout.on("data", (chunk: Buffer) => {
			output += chunk.toString();
		});
		child.stderr.on("data", (chunk: Buffer) => {
			errors += chunk.toString();
		});
		const ended = new Promise<{ code: number | null; output: string; errors: string }>((resolve) => {
			child.once("close", (code) => resolve({ code, output, errors }));
		});
		return { child, ended };
	}

	run(command: "build" | "flash", args: readonly string[], environment?: NodeJS.ProcessEnv) {
		return this.start(command, [...args, "--out", this.out], environment).ended;
	}

	dispose(): void {
		rmSync(this.folder, { recursive: true });
	}

	#environment(): NodeJS.ProcessEnv {
		const folders = { MODDABLE: join(this.folder, "moddable"), IDF_PATH: join(this.folder, "idf") };
		return { PATH: this.#bin, HOME: this.folder, FAKE_LOG: this.#log, ...folders };
	}

	#script(file: string, text: string): void {
		mkdirSync(dirname(file), { recursive: true });
		writeFileSync(file, text);
		chmodSync(file, 0o755);
	}

	/** The computer's own, but none that stands beside it. */
	#real(name: string): void {
		const path = findProgram(name);
		if (path !== undefined) symlinkSync(path, join(this.#bin, name));
	}
}
