import { describe, expect, test } from "@jest/globals";
import { type Pending, Session } from "../../../modules/mqtt/session";

const anything = (kind: Pending["kind"] = "message"): Pending => ({
	kind,
	awaiting: "PUBACK",
	topics: 0,
	message: undefined,
	waited: undefined,
	onDone: () => {},
});

describe("packet ids", () => {
	test("count from 1 to 65535 and begin again, without 0 and without those in use", () => {
		const session = new Session(8);
		const kept = [anything(), anything(), anything()] as const;
		for (const [index, pending] of kept.entries()) expect(session.begin(pending)).toBe(index + 1);
		session.settle(2, kept[1]);
		const rest = Array.from({ length: 65532 }, () => {
			const pending = anything();
			const id = session.begin(pending);
			session.settle(id, pending);
			return id;
		});
		expect(rest).toEqual(Array.from({ length: 65532 }, (_, index) => index + 4));
		expect([session.begin(anything()), session.begin(anything())]).toEqual([2, 4]);
		expect([session.pending(1), session.pending(3), session.pending(0)]).toEqual([
			kept[0],
			kept[2],
			undefined,
		]);
	});

	test("are as many as the window, for messages and subscriptions apart", () => {
		const session = new Session(2);
		const [first, second] = [anything(), anything()];
		session.begin(first);
		expect(session.hasRoom("message")).toBe(true);
		session.begin(second);
		expect([session.hasRoom("message"), session.hasRoom("subscription")]).toEqual([false, true]);
		session.begin(anything("subscription"));
		session.begin(anything("subscription"));
		expect(session.hasRoom("subscription")).toBe(false);
		session.settle(1, first);
		expect([session.hasRoom("message"), session.hasRoom("subscription")]).toEqual([true, false]);
	});
});
