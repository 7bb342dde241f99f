import { expect, test } from "@jest/globals";
import { discoveryDocument } from "../../../src/homeassistant/discovery";
import { announcedEntities } from "../../../src/homeassistant/entities";
import { SAMPLE_DEVICE } from "../../helpers/sample-device";

/** Keys of the entities that are unavailable while the device has no connection. */
const following = (keepValues: boolean) =>
	announcedEntities()
		.filter(
			(entity) => "availability_topic" in JSON.parse(discoveryDocument(entity, SAMPLE_DEVICE, keepValues)),
		)
		.map(({ key }) => key);

test("while the car is away everything is unavailable but the connection itself", () => {
	const rest = announcedEntities().filter(({ key }) => !following(false).includes(key));
	expect(rest.map(({ key }) => key)).toEqual(["connection"]);
});

test("with the last values kept only that is unavailable which is of the moment, and what needs the device", () => {
	expect(following(true)).toEqual([
		...[
			"current",
			"power",
			"charging",
			"charge_kind",
			"plugged",
			"minutes_to_full",
			"ready",
			"gear",
			"speed",
		],
		...["balancing", "refresh", "identify", "restart", "publish_interval"],
	]);
});
