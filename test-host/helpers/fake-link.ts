import type { Message, MqttLink, MqttLinkEvents, OpenMqttLink } from "../../src/telemetry/mqtt-link";

/** A link to a broker that does what a test says. */
export class FakeLink implements MqttLink {
	readonly will: Message;
	readonly events: MqttLinkEvents;
	/** Messages taken and not yet acknowledged. */
	readonly inFlight: { message: Message; onDone: () => void }[] = [];
	/** Everything ever taken. */
	readonly sent: Message[] = [];
	readonly subscriptions: string[] = [];
	closed = false;
	/** How many messages may be under way. */
	window = 1000;

	constructor(will: Message, events: MqttLinkEvents) {
		this.will = will;
		this.events = events;
	}

	publish(message: Message, onDone: () => void): boolean {
		if (this.inFlight.length >= this.window) return false;
		this.inFlight.push({ message, onDone });
		this.sent.push(message);
		return true;
	}

	subscribe(topics: readonly { topic: string }[]): boolean {
		this.subscriptions.push(...topics.map(({ topic }) => topic));
		return true;
	}

	close(): void {
		this.closed = true;
	}

	/** The broker acknowledges everything, and what that lets out. */
	acknowledgeAll(): void {
		for (let next = this.inFlight.shift(); next !== undefined; next = this.inFlight.shift()) {
			next.onDone();
			this.events.onWritable();
		}
	}

	/** Topics and payloads sent since the last call. */
	takeSent(): [string, string][] {
		return this.sent.splice(0).map(({ topic, payload }) => [topic, payload]);
	}
}

/** A way to open links, and the links opened so far. */
export function fakeLinks(): { open: OpenMqttLink; links: FakeLink[]; latest: () => FakeLink } {
	const links: FakeLink[] = [];
	const open: OpenMqttLink = (will, events) => {
		const link = new FakeLink(will, events);
		links.push(link);
		return link;
	};
	const latest = () => {
		const link = links.at(-1);
		if (link === undefined) throw new Error("no link was opened");
		return link;
	};
	return { open, links, latest };
}
