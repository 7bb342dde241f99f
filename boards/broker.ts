import TCP from "embedded:io/socket/tcp";
import type { DeviceClock } from "../modules/clock/clock";
import { MQTTClient } from "../modules/mqtt/mqtt-client";
import type { MQTTOptions } from "../modules/mqtt/mqtt-options";
import { Session } from "../modules/mqtt/session";
import { resolve } from "../modules/resolver/resolver";
import { HostTCP } from "../modules/tcp/host-tcp";
import NativeEngine from "../modules/tls/native-engine";
import type { TLSMemory } from "../modules/tls/tls-options";
import { TLSSocket } from "../modules/tls/tls-socket";
import { type Settings, usesTls } from "../src/settings/settings";
import type { OpenMqttLink } from "../src/telemetry/mqtt-link";

/** TCP to hosts by their names. */
const HOST_TCP = Object.freeze({ io: HostTCP, TCP: Object.freeze({ io: TCP }), resolve });

/** A broker, and what connections to it remember from each other. */
interface Broker {
	readonly clock: DeviceClock;
	readonly mqtt: Settings["mqtt"];
	/** Of the client. */
	readonly id: string;
	readonly clean: boolean;
	readonly session: Session;
	readonly memory: TLSMemory;
	readonly socket: MQTTOptions["socket"];
}

/**
 * What opens one connection after the other to the broker of the settings.
 *
 * @param id Of the client.
 * @param clean Whether the broker is to forget the client when it goes.
 */
export function brokerOpener(
	clock: DeviceClock,
	mqtt: Settings["mqtt"],
	id: string,
	clean: boolean,
): OpenMqttLink {
	// What a broken connection left under way goes out over the next.
	const broker = { clock, mqtt, id, clean, session: new Session(), ...socketFor(mqtt, clock) };
	// As long as there are connections: made on the board, so its code takes memory, too.
	return (will, events) => connect(broker, will, events);
}

function connect(
	{ clock, mqtt, id, clean, session, memory, socket }: Broker,
	...[will, events]: Parameters<OpenMqttLink>
): MQTTClient {
	// Without a host it is switched off, and nobody opens it.
	const { host = "", port, user, password, keepAlive } = mqtt;
	return new MQTTClient({
		...{ host, port, id, keepAlive, clean, session, will, socket, after: clock.after },
		...(user !== undefined && { user }),
		...(password !== undefined && { password }),
		...events,
		onOpen: (sessionPresent) => events.onOpen(sessionPresent, memory.expires),
	});
}

/** TLS by mbedTLS or plain TCP, as the settings say; what connections remember from each other is in the result. */
function socketFor(
	{ ca, cert, key, ...mqtt }: Settings["mqtt"],
	{ after, utc }: DeviceClock,
): Pick<Broker, "memory" | "socket"> {
	const memory: TLSMemory = {};
	if (!usesTls(mqtt)) return { memory, socket: HOST_TCP };
	const secure = {
		...(ca !== undefined && { certificate: ca }),
		...(cert !== undefined && { clientCertificate: cert }),
		...(key !== undefined && { clientKey: key }),
	};
	const parts = { TCP: HOST_TCP, engine: NativeEngine, secure, memory, after, utc };
	return { memory, socket: { io: TLSSocket, ...parts } };
}
