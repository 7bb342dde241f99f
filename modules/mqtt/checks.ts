import { utf8Length } from "./utf8";

/** The longest text that a two-byte length can announce (MQTT 3.1.1, 1.5.3), bytes. */
const LONGEST_TEXT = 65535;

/** Throws RangeError unless the value is a whole number from `least` to `most`. */
export function checkWhole(what: string, value: number, least: number, most: number): void {
	if (!Number.isInteger(value) || value < least || value > most) throw new RangeError(`${what}: ${value}`);
}

/** Throws RangeError unless the value is 0, 1 or 2 [MQTT-3.3.1-4]. */
export function checkQoS(qos: number): void {
	checkWhole("QoS", qos, 0, 2);
}

/** Throws RangeError when the text, which may be any bytes to the receiver, is too long for its length field. */
export function checkLength(what: string, text: string): void {
	if (utf8Length(text) > LONGEST_TEXT) throw new RangeError(`${what}: more than ${LONGEST_TEXT} bytes`);
}

/** Throws RangeError when the text cannot be an MQTT string [MQTT-1.5.3-2]. */
export function checkText(what: string, text: string): void {
	checkLength(what, text);
	if (text.includes("\0")) throw new RangeError(`${what}: holds U+0000`);
}

/** Throws RangeError when nothing can be published under this name [MQTT-3.3.2-2] [MQTT-4.7.3-1]. */
export function checkTopic(topic: string): void {
	checkText("topic", topic);
	if (topic === "") throw new RangeError("topic: empty");
	if (topic.includes("+") || topic.includes("#")) throw new RangeError(`topic: wildcard in ${topic}`);
}

/** Throws RangeError when this cannot be subscribed to [MQTT-4.7.1-2] [MQTT-4.7.1-3] [MQTT-4.7.3-1]. */
export function checkFilter(filter: string): void {
	checkText("filter", filter);
	if (filter === "") throw new RangeError("filter: empty");
	const levels = filter.split("/");
	levels.forEach((level, index) => {
		const whole = level === "+" || (level === "#" && index === levels.length - 1);
		if (!whole && (level.includes("+") || level.includes("#"))) {
			throw new RangeError(`filter: misplaced wildcard in ${filter}`);
		}
	});
}

/** Throws RangeError unless the list holds anything [MQTT-3.8.3-3] [MQTT-3.10.3-2], and not more than `most`. */
export function checkCount(what: string, list: readonly unknown[], most: number): void {
	checkWhole(`number of ${what}`, list.length, 1, most);
}
