import { describeWith, needs } from "../helpers/needs";
import { runStart, type Started } from "../helpers/run-start";
import { until } from "../helpers/until";
import { configureMqtt } from "./configure-mqtt";
import { HomeAssistant } from "./home-assistant";
import { Owner } from "./owner";
import { findPython, pythonWithHomeAssistant } from "./python";
import { startTlsBroker, type TlsBroker } from "./tls-broker";

/** How long it may take to build a house, ms: the packages may have to be downloaded. */
export const BUILDING_TIME = 600_000;

/** Everything that the owner of a Leaf has at home. */
export interface House {
	readonly broker: TlsBroker;
	readonly home: HomeAssistant;
	readonly owner: Owner;
	/** The car comes home: `npm start`, until the broker has a complete set of values. @param more Options of it. */
	arrive(...more: readonly string[]): Promise<Started>;
	/** Restarts Home Assistant and waits until it has finished. */
	restart(): Promise<void>;
	stop(): Promise<void>;
}

/** Tests that need a house, see `needs`. */
export function describeWithHouse(body: () => void): void {
	needs("Python 3.11 with venv", findPython() !== undefined, () =>
		describeWith("mosquitto", () => describeWith("mosquitto_pub", body)),
	);
}

/** A broker with TLS, and a Home Assistant that has been set up to use it. */
export async function buildHouse(): Promise<House> {
	const python = await pythonWithHomeAssistant(findPython() ?? "");
	const broker = await startTlsBroker();
	const home = await HomeAssistant.start(python);
	const owner = await Owner.create(home.url);
	await configureMqtt(owner, broker);
	const finished = () =>
		until("Home Assistant has finished starting", async () => {
			const { state } = await owner.call<{ state: string }>("get_config");
			return state === "RUNNING";
		});
	await finished();
	const arrive = async (...more: readonly string[]) => {
		const device = runStart(...broker.startArguments, "--car", "aze0-24", ...more);
		await device.line(({ event, missing }) => event === "delivered" && (missing as []).length === 0);
		return device;
	};
	const restart = async () => {
		await home.restart();
		await finished();
	};
	const stop = async () => {
		owner.close();
		await home.stop();
		await broker.stop();
	};
	return { broker, home, owner, arrive, restart, stop };
}

/** The car leaves: by SIGINT it says goodbye, by SIGKILL it does not. */
export async function leave(device: Started | undefined, signal: "SIGINT" | "SIGKILL"): Promise<void> {
	device?.child.kill(signal);
	await device?.ended;
}
