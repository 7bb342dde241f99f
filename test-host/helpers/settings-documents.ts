import fc from "fast-check";

/** Texts that nobody must see again. */
export const SECRETS = [
	"hunter2-password",
	"-----BEGIN PRIVATE KEY-----\nhunter2/\n-----END PRIVATE KEY-----",
];

const [PASSWORD = "", KEY = ""] = SECRETS;
const CERTIFICATE = "-----BEGIN CERTIFICATE-----\nMIIB\n-----END CERTIFICATE-----\n";
const ADMIN = `pbkdf2-sha256$1000$hunter2/hunter2/$${"A".repeat(43)}=`;

/** Any value as JSON text brings it: without a negative zero. */
export const ANYTHING = fc.json().map((text): unknown => JSON.parse(text));

/** Now and then something else than what belongs there. */
function mostly<Value>(value: fc.Arbitrary<Value>): fc.Arbitrary<unknown> {
	return fc.oneof({ weight: 60, arbitrary: value }, { weight: 1, arbitrary: ANYTHING });
}

function some(
	fields: Readonly<Record<string, fc.Arbitrary<unknown>>>,
): fc.Arbitrary<Record<string, unknown>> {
	const all = Object.entries(fields).map(([name, value]) => [name, mostly(value)]);
	return fc.record(Object.fromEntries(all), { requiredKeys: [] });
}

const ssid = fc.string({ minLength: 1, maxLength: 10, unit: "grapheme-ascii" });
const secret = fc.constantFrom(PASSWORD, `${PASSWORD} and more`);
const yesNo = fc.boolean();
const user = { user: fc.constantFrom("leaf", "ü"), password: secret };
const identity = { cert: fc.constant(CERTIFICATE), key: fc.constant(KEY) };

const broker = fc
	.tuple(
		some({
			host: fc.domain(),
			port: fc.integer({ min: 1, max: 65_535 }),
			tls: yesNo,
			ca: fc.constant(CERTIFICATE),
			clientId: fc.stringMatching(/^[a-z_]{1,20}$/),
			topicPrefix: fc.constantFrom("cars", "cars/leaf"),
			qos: fc.constantFrom(0, 1, 2),
			keepAlive: fc.integer({ min: 5, max: 3600 }),
		}),
		// Together or not at all, but for a few.
		fc.option(fc.oneof({ weight: 9, arbitrary: fc.record(user) }, { weight: 1, arbitrary: some(user) }), {
			nil: {},
		}),
		fc.option(
			fc.oneof({ weight: 9, arbitrary: fc.record(identity) }, { weight: 1, arbitrary: some(identity) }),
			{
				nil: {},
			},
		),
	)
	.map(([rest, person, certificate]) => ({ host: "broker", ...rest, ...person, ...certificate }));

const car = some({
	bus: fc.constantFrom("ev-can", "car-can", "obd-gateway"),
	diagnostics: yesNo,
	generation: fc.constantFrom("ZE0", "AZE0", "ZE1"),
	pack: fc.constantFrom(24, 30, 40, 62),
	vin: yesNo,
	servePort: fc.integer({ min: 1024, max: 65_535 }),
});

const device = { name: fc.string({ minLength: 1, maxLength: 64 }), timeServers: fc.constantFrom("a", "a,b") };
const homeassistant = some({ discovery: fc.constantFrom("components", "device"), keepValues: yesNo });

/** Documents of version 1, most of them right. */
export function oldDocument(): fc.Arbitrary<Record<string, unknown>> {
	const wifi = fc.oneof(
		fc.constant({}),
		fc.record({ ssid, password: secret }),
		fc.record({ ssid }),
		some({ ssid, password: secret }),
	);
	const sections = some({ wifi, car, device: some(device), homeassistant });
	return fc.tuple(sections, mostly(broker)).map(([rest, mqtt]) => ({ version: 1, ...rest, mqtt }));
}

/** Documents of version 2, many of them right. */
export function someDocument(): fc.Arbitrary<Record<string, unknown>> {
	const network = fc.tuple(fc.record({ ssid }), some({ password: secret, hidden: yesNo }));
	const networks = fc.uniqueArray(
		network.map(([name, more]) => ({ ...name, ...more })),
		{ maxLength: 4, selector: (one) => String(one.ssid) },
	);
	const sections = some({
		wifi: some({ networks }),
		car,
		publishing: some({
			refresh: fc.integer({ min: 60, max: 1000 }),
			interval: fc.integer({ min: 5, max: 100 }),
		}),
		device: some({ ...device, language: fc.constantFrom("en", "ja"), admin: fc.constant(ADMIN) }),
		homeassistant,
	});
	return fc.tuple(sections, mostly(broker)).map(([rest, mqtt]) => ({ version: 2, ...rest, mqtt }));
}
