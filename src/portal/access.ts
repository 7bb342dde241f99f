import type { Clock } from "../clock";
import type { HttpHead } from "./http";
import { newToken, sameText } from "./secret-text";

/** So many can be logged in at a time; one more, and whoever has been silent for the longest is logged out. */
const MOST_SESSIONS = 3;
/** Silence after which a session ends, and its longest life, ms. */
const IDLE_LIMIT = 30 * 60_000;
const LIFETIME = 12 * 3_600_000;
const COOKIE = "leafcast";
const ATTRIBUTES = "Path=/; HttpOnly; SameSite=Strict";

/** Somebody who has logged in. */
interface Session {
	/** In the cookie. */
	readonly id: string;
	/** Which each change must bring along, so that no other site can make one (OWASP: synchronizer token). */
	readonly token: string;
	/** Monotonic times, ms. */
	readonly begun: number;
	used: number;
}

/** Who may do what. In the setup network everybody has given its password, and has one token in common. */
export class Access {
	readonly #clock: Pick<Clock, "monotonic">;
	readonly #randomBytes: (count: number) => Uint8Array;
	#sessions: Session[] = [];
	#setupToken: string | undefined = undefined;

	constructor(clock: Pick<Clock, "monotonic">, randomBytes: (count: number) => Uint8Array) {
		this.#clock = clock;
		this.#randomBytes = randomBytes;
	}

	/** The token of whoever sent this; `undefined` when that is nobody who may enter. */
	tokenOf({ from, headers }: HttpHead): string | undefined {
		if (from === "setup") {
			this.#setupToken ??= newToken(this.#randomBytes);
			return this.#setupToken;
		}
		const session = this.find(headers.get("cookie"));
		if (session !== undefined) session.used = this.#clock.monotonic();
		return session?.token;
	}

	/** Somebody knew the password. @returns Cookie and token of the new session. */
	begin(): { readonly cookie: string; readonly token: string } {
		const now = this.#clock.monotonic();
		const session = {
			...{ id: newToken(this.#randomBytes), token: newToken(this.#randomBytes) },
			...{ begun: now, used: now },
		};
		this.#sessions.sort((one, other) => other.used - one.used).splice(MOST_SESSIONS - 1);
		this.#sessions.push(session);
		return { cookie: `${COOKIE}=${session.id}; ${ATTRIBUTES}`, token: session.token };
	}

	/** Logs out. @returns The cookie that takes away the one there is. */
	end({ headers }: HttpHead): string {
		const ended = this.find(headers.get("cookie"));
		this.#sessions = this.#sessions.filter((session) => session !== ended);
		return `${COOKIE}=; ${ATTRIBUTES}; Max-Age=0`;
	}

	/** The password is another: who knew the old one is out. */
	endAll(): void {
		this.#sessions = [];
	}

	private find(cookies = ""): Session | undefined {
		const now = this.#clock.monotonic();
		this.#sessions = this.#sessions.filter(
			({ begun, used }) => now - used < IDLE_LIMIT && now - begun < LIFETIME,
		);
		const prefix = `${COOKIE}=`;
		const cookie = cookies.split(/; */).find((each) => each.startsWith(prefix));
		if (cookie === undefined) return undefined;
		return this.#sessions.find(({ id }) => sameText(cookie.slice(prefix.length), id));
	}
}
