import { computerClock } from "../virtual/computer-clock";
import { SlcanCar, type SlcanCarOptions } from "../virtual/slcan-car";
import { CAR_USAGE, type CarOptions, parseCarOptions } from "./car-options";
import { UsageError } from "./start-options";
import { loadTraffic } from "./traffic";

async function serve({ host, port, ...which }: CarOptions): Promise<void> {
	const { traffic, name, bus } = loadTraffic({ ...which, once: false });
	const car = await start({ traffic: { ...traffic, speed: which.speed }, clock: computerClock, host, port });
	process.stdout.write(`${name}: SLCAN on ${host}:${car.port}, for car.bus ${bus}\n`);
	const signals = ["SIGINT", "SIGTERM"] as const;
	for (const signal of signals) process.once(signal, () => car.stop());
}

async function start(options: SlcanCarOptions): Promise<SlcanCar> {
	try {
		return await SlcanCar.start(options);
	} catch (error) {
		throw new UsageError(`--port ${options.port}: ${(error as Error).message}`);
	}
}

try {
	const options = parseCarOptions(process.argv.slice(2));
	if (options === undefined) process.stdout.write(CAR_USAGE);
	else await serve(options);
} catch (error) {
	if (!(error instanceof UsageError)) throw error;
	process.stderr.write(`${error.message}\nnpm run car -- --help lists the options\n`);
	process.exitCode = 2;
}
