import { spawnSync } from "node:child_process";
import { mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";
import { fileURLToPath } from "node:url";

const MODULES = fileURLToPath(new URL("../../modules/", import.meta.url));
const WARNINGS = ["-std=gnu17", "-Wall", "-Wextra", "-Werror"];

interface Manifest {
	readonly ffi: {
		readonly sources: readonly string[];
		readonly functions: Readonly<Record<string, { arguments: readonly string[]; returns: string }>>;
	};
}

/** The functions in C of a module, below their declarations as its manifest promises them to JavaScript. */
export class FfiSources {
	readonly #folder = mkdtempSync(join(tmpdir(), "leafcast-ffi-"));
	readonly #program = join(this.#folder, "program");

	/**
	 * @param module The folder below `modules/`.
	 * @param body Of a `main` that uses them.
	 * @param headers Text of the headers of the ESP-IDF that they include, by name.
	 */
	constructor(module: string, body: string, headers: Readonly<Record<string, string>>) {
		const { ffi } = JSON.parse(readFileSync(join(MODULES, module, "manifest.json"), "utf8")) as Manifest;
		const declarations = Object.entries(ffi.functions).map(
			([name, { arguments: taken, returns }]) => `${returns} ${name}(${taken.join(", ") || "void"});`,
		);
		const includes = ffi.sources.map((file) => `#include "${join(MODULES, module, file)}"`);
		const head = ["#include <stdint.h>", ...declarations, ...includes, "#include <stdio.h>"].join("\n");
		writeFileSync(`${this.#program}.c`, `${head}\nint main(void) { ${body} }\n`);
		for (const [name, text] of Object.entries(headers)) {
			mkdirSync(dirname(join(this.#folder, name)), { recursive: true });
			writeFileSync(join(this.#folder, name), `#pragma once\n${text}`);
		}
	}

	/** What the compiler has to say; nothing when all is well. */
	warnings(...flags: readonly string[]): string {
		return this.#compile("-fsyntax-only", ...flags).stderr;
	}

	/** Compiles and runs the program on this computer. */
	run(...flags: readonly string[]): { readonly status: number | null; readonly stdout: string } {
		const { status, stderr } = this.#compile("-o", this.#program, ...flags);
		if (status !== 0) throw new Error(stderr);
		return spawnSync(this.#program, { encoding: "utf8" });
	}

	remove(): void {
		rmSync(this.#folder, { recursive: true });
	}

	#compile(...flags: readonly string[]) {
		const args = [...WARNINGS, `-I${this.#folder}`, `${this.#program}.c`, ...flags];
		return spawnSync("cc", args, { encoding: "utf8" });
	}
}
