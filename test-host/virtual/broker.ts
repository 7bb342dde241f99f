import { once } from "node:events";
import type { AddressInfo, Socket } from "node:net";
import { createServer, type Server } from "node:tls";
import { Aedes, type AedesOptions } from "aedes";
import { Certificate } from "./certificate";

/** How a message came to the broker. */
export interface MessageInfo {
	readonly qos: 0 | 1 | 2;
	readonly retain: boolean;
	/** Who sent it, or for whom the broker published it as last will; `undefined` for the broker's own. */
	readonly clientId: string | undefined;
}

/** Told of every message published, `payload` decoded as UTF-8. */
export type MessageListener = (topic: string, payload: string, info: MessageInfo) => void;

/** What a broker shows of itself, PEM. */
export interface BrokerIdentity extends Pick<Certificate, "pem" | "key"> {
	readonly root: Pick<Certificate, "pem">;
}

/** Everything can be left out: then a fresh authority, any free port, and everybody may connect. */
export interface BrokerOptions {
	readonly user?: string;
	readonly password?: string;
	/** 0 or left out: any free one. */
	readonly port?: number;
	/** What to show instead of a good certificate by a fresh authority. */
	readonly identity?: BrokerIdentity;
	/** Ask clients for a certificate signed by this CA (PEM) and refuse those without one. */
	readonly clientCaPem?: string;
}

/** An MQTT broker with TLS on 127.0.0.1, for the demo and for tests. */
export interface EmbeddedBroker {
	readonly port: number;
	/** The CA to give to the device. PEM. */
	readonly caPem: string;
	/** Live view of the retained messages: payload by topic. */
	readonly retained: ReadonlyMap<string, string>;
	/** Calls the listener for every message from now on. */
	onPublish(listener: MessageListener): void;
	/** Publishes in the broker's own name, with QoS 1, as Home Assistant would through it. */
	publish(topic: string, payload: string, retain?: boolean): Promise<void>;
	/** Drops all connections and frees the port. May be called twice. */
	stop(): Promise<void>;
}

/** The CONNACK return code for a wrong user name or password (MQTT 3.1.1, table 3.1). */
const BAD_USER_NAME_OR_PASSWORD = 4;

/**
 * Starts a broker that can be reached as `localhost` and as 127.0.0.1.
 *
 * @throws Error when somebody else has taken the port.
 */
export async function startBroker(options: BrokerOptions = {}): Promise<EmbeddedBroker> {
	const { pem, key, root } = options.identity ?? (await freshIdentity());
	const broker = await Aedes.createBroker({ authenticate: authenticator(options) });
	const server = createServer(
		{
			cert: pem,
			key,
			...(options.clientCaPem === undefined ? {} : { requestCert: true, ca: options.clientCaPem }),
		},
		broker.handle,
	);
	const disconnectAll = trackConnections(server);
	try {
		await once(server.listen(options.port ?? 0, "127.0.0.1"), "listening");
	} catch (error) {
		// Its timers would keep the process from ending.
		broker.close();
		throw error;
	}
	const { retained, listeners } = watchMessages(broker);
	return {
		port: (server.address() as AddressInfo).port,
		caPem: root.pem,
		retained,
		onPublish: (listener) => void listeners.push(listener),
		publish: (topic, payload, retain = false) =>
			new Promise((resolve, reject) => {
				const packet = { cmd: "publish", topic, payload, qos: 1, retain, dup: false } as const;
				broker.publish(packet, (error) => (error ? reject(error) : resolve()));
			}),
		stop: async () => {
			disconnectAll();
			await Promise.all([
				new Promise<void>((resolve) => server.close(() => resolve())),
				new Promise<void>((resolve) => broker.close(resolve)),
			]);
		},
	};
}

/** A good certificate by a fresh authority. */
export async function freshIdentity(): Promise<Certificate> {
	const authority = await Certificate.root({ subject: "Leafcast embedded broker" });
	return authority.issue({ names: ["localhost", "127.0.0.1"] });
}

function authenticator({ user, password }: BrokerOptions): NonNullable<AedesOptions["authenticate"]> {
	const open = user === undefined && password === undefined;
	return (_client, givenUser, givenPassword, done) => {
		if (open || (givenUser === user && givenPassword?.toString() === password)) return done(null, true);
		const refusal = Object.assign(new Error("wrong user name or password"), {
			returnCode: BAD_USER_NAME_OR_PASSWORD,
		});
		done(refusal, false);
	};
}

/** `close` of a server waits for its connections; the returned function ends them. */
function trackConnections(server: Server): () => void {
	const sockets = new Set<Socket>();
	server.on("connection", (socket: Socket) => {
		sockets.add(socket);
		socket.on("close", () => sockets.delete(socket));
	});
	return () => {
		for (const socket of sockets) socket.destroy();
	};
}

function watchMessages(broker: Aedes): { retained: Map<string, string>; listeners: MessageListener[] } {
	const retained = new Map<string, string>();
	const listeners: MessageListener[] = [];
	broker.on("publish", (packet, client) => {
		const { topic, qos, retain } = packet;
		// The broker's messages about itself: nobody here wants them.
		if (topic.startsWith("$SYS/")) return;
		const payload = packet.payload.toString();
		if (retain && payload === "") retained.delete(topic);
		else if (retain) retained.set(topic, payload);
		for (const listener of listeners) listener(topic, payload, { qos, retain, clientId: client?.id });
	});
	return { retained, listeners };
}
