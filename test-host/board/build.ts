import { command } from "./command";
import { BUILD_USAGE, parseBuildOptions } from "./options";
import { runBuild } from "./run-build";

await command({ name: "build", usage: BUILD_USAGE, parse: parseBuildOptions, run: runBuild });
