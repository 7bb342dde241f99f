import type { DeviceIdentity } from "../../src/homeassistant/discovery";

/** A device as it is out of the box. */
export const SAMPLE_DEVICE: DeviceIdentity = Object.freeze({
	topicPrefix: "nissan_leaf",
	discoveryPrefix: "homeassistant",
	clientId: "nissan_leaf_1eaf01",
	deviceName: "Nissan Leaf",
	model: "Leaf",
	firmwareVersion: "0.1.0",
});
