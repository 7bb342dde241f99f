import type { Row } from "../../../src/settings/schema";

type NameOf<R> = R extends { section: infer S extends string; name: infer N extends string }
	? `${S}.${N}`
	: never;

/** What each field is for, for a person. */
export const FIELD_TEXTS: Readonly<Record<NameOf<Row>, string>> = {
	"wifi.networks.ssid": "name of the network",
	"wifi.networks.password": "its WPA password; left out: the network is open",
	"wifi.networks.hidden": "whether it does not tell its name: it is tried although no scan shows it",
	"wifi.networks.address": "address of the device there; left out: the network gives it one (DHCP)",
	"wifi.networks.netmask":
		"which part of the address is that of the network; from 255.0.0.0 to 255.255.255.252",
	"wifi.networks.gateway": "address of the router, in the same network",
	"wifi.networks.dns": "address of the name server; left out: the router",
	"mqtt.enabled": "whether there is a broker at all; without one the values are on the device's own page",
	"mqtt.host": "name or address of the broker",
	"mqtt.port": "TCP port of the broker",
	"mqtt.tls": "whether the connection is encrypted; left out: on every port but 1883",
	"mqtt.ca": "certificates of the authorities that the broker's certificate may be signed by",
	"mqtt.cert": "certificate by which the broker knows the device, with those between it and its authority",
	"mqtt.key": "the key to it, itself under no password",
	"mqtt.user": "user at the broker",
	"mqtt.password": "the user's password",
	"mqtt.clientId":
		"name of the device at the broker, and the middle of its topics; left out: `nissan_leaf_` and six digits of its serial number",
	"mqtt.topicPrefix": "beginning of every topic of the device",
	"mqtt.discoveryPrefix": "beginning of the topics in which Home Assistant looks for devices",
	"mqtt.qos": "quality of service of what is published",
	"mqtt.keepAlive":
		"the broker takes the device for lost after one and a half times so many seconds of silence",
	"car.bus":
		"where the device is connected: [the car](the-car.md); left out: found out, except behind the gateway",
	"car.diagnostics": "whether the battery is asked for what it does not broadcast",
	"car.generation": "which Leaf it is; left out: found out",
	"car.pack": "size of the battery when new, kWh; left out: found out",
	"car.capacity": "charge capacity of the battery when new, Ah, for its health; left out: that of its size",
	"car.consumption":
		"what the car needs, kWh/100 km, until its own consumption has been seen for 15 km; left out: 14.2",
	"car.vin": "whether the vehicle identification number is read and published",
	"car.servePort": "TCP port at which everybody in the network can watch the CAN bus; left out: nobody can",
	"car.crystal": "frequency of the crystal of the MCP2515, Hz, where `auto` does not find it out",
	"car.pins.clock": "GPIO at SCK",
	"car.pins.in": "GPIO at SO of the MCP2515",
	"car.pins.out": "GPIO at SI of the MCP2515",
	"car.pins.select": "GPIO at CS",
	"car.pins.interrupt": "GPIO at INT",
	"publishing.refresh": "everything is published again after so many seconds",
	"publishing.interval":
		"changed values are published at most once in so many seconds, until Home Assistant says otherwise",
	"device.name": "name of the device in Home Assistant",
	"device.timeServers": "whom the time is asked for, one after the other",
	"device.language": "language of the device's page",
	"device.admin":
		"password of the page on the home network, as a hash that the page makes of it; left out: that of the setup network",
	"homeassistant.discovery": "one discovery document for each entity, or one for the device",
	"homeassistant.keepValues": "whether the last values stay while the car is away",
};
