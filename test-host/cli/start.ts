import { runDevice } from "./run-device";
import { parseStartOptions, UsageError, usage } from "./start-options";

try {
	const options = parseStartOptions(process.argv.slice(2));
	if (options === undefined) process.stdout.write(usage());
	else process.exitCode = await runDevice(options);
} catch (error) {
	if (!(error instanceof UsageError)) throw error;
	process.stderr.write(`${error.message}\nnpm start -- --help lists the options\n`);
	process.exitCode = 2;
}
