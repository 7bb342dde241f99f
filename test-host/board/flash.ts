import { command } from "./command";
import { FLASH_USAGE, parseFlashOptions } from "./options";
import { runFlash } from "./run-flash";

await command({ name: "flash", usage: FLASH_USAGE, parse: parseFlashOptions, run: runFlash });
