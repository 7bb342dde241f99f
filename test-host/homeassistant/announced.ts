import type { DeviceIdentity } from "../../src/homeassistant/discovery";
import type { Settings } from "../../src/settings/settings";
import { Telemetry } from "../../src/telemetry/telemetry";
import { fakeLinks } from "../helpers/fake-link";
import { ManualClock } from "../helpers/manual-clock";
import { MemoryStore } from "../helpers/memory-store";

/** Every discovery message that firmware with nothing to take back publishes when it comes online, by topic. */
export function announced(
	device: DeviceIdentity,
	homeAssistant: Settings["homeassistant"] = { discovery: "components", keepValues: false },
): Map<string, string> {
	const { open, latest } = fakeLinks();
	const clock = new ManualClock();
	const store = new MemoryStore();
	store.write("announced", "[]");
	const telemetry = new Telemetry({
		clock,
		random: () => 0,
		openMqtt: open,
		report: () => {},
		device,
		qos: 1,
		homeAssistant,
		store,
	});
	telemetry.start();
	latest().events.onOpen(false);
	latest().acknowledgeAll();
	const sent = latest().takeSent();
	return new Map(sent.filter(([topic]) => topic.startsWith(`${device.discoveryPrefix}/`)));
}
