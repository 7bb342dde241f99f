import type { DeviceIdentity } from "../../src/homeassistant/discovery";
import { Telemetry } from "../../src/telemetry/telemetry";
import { fakeLinks } from "../helpers/fake-link";
import { ManualClock } from "../helpers/manual-clock";

/** Every discovery message that the firmware publishes when it comes online, by topic. */
export function announced(device: DeviceIdentity): Map<string, string> {
	const { open, latest } = fakeLinks();
	const clock = new ManualClock();
	const telemetry = new Telemetry({
		clock,
		random: () => 0,
		openMqtt: open,
		report: () => {},
		device,
		qos: 1,
	});
	telemetry.start();
	latest().events.onOpen(false);
	latest().acknowledgeAll();
	const sent = latest().takeSent();
	return new Map(sent.filter(([topic]) => topic.startsWith(`${device.discoveryPrefix}/`)));
}
