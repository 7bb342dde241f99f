import { UsageError } from "../cli/start-options";

/** Runs one of the commands with the arguments of this process, and leaves its exit code behind. */
export async function command<Options>({ name, usage, parse, run }: Command<Options>): Promise<void> {
	try {
		const options = parse(process.argv.slice(2));
		if (options === undefined) process.stdout.write(usage);
		else process.exitCode = await run(options);
	} catch (error) {
		if (!(error instanceof UsageError)) throw error;
		process.stderr.write(`${error.message}\nnpm run ${name} -- --help lists the options\n`);
		process.exitCode = 2;
	}
}

/** A command of `npm run`. */
interface Command<Options> {
	readonly name: string;
	readonly usage: string;
	/** @returns `undefined` when help was asked for. @throws UsageError */
	parse(args: readonly string[]): Options | undefined;
	/** @returns The exit code. */
	run(options: Options): Promise<number>;
}
