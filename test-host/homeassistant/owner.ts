import { TextSocket } from "./web-socket";

/** How a client of Home Assistant calls itself: any URL, the same each time. */
const CLIENT_ID = "http://localhost/";

/** The owner of a Home Assistant, who has logged in: what can be done over its REST and WebSocket interfaces. */
export class Owner {
	readonly #url: string;
	readonly #token: string;
	readonly #waiting = new Map<number, (answer: Answer) => void>();
	#socket: TextSocket | undefined;
	#lastId = 0;

	/** Creates the owner of a new Home Assistant, as its first page does, and logs in. */
	static async create(url: string): Promise<Owner> {
		const person = { name: "Owner", username: "owner", password: "for this test only", language: "en" };
		const json = { ...person, client_id: CLIENT_ID };
		const { auth_code } = await post(`${url}/api/onboarding/users`, JSON.stringify(json));
		const grant = { grant_type: "authorization_code", code: String(auth_code), client_id: CLIENT_ID };
		const { access_token } = await post(`${url}/auth/token`, new URLSearchParams(grant));
		return new Owner(url, String(access_token));
	}

	private constructor(url: string, token: string) {
		this.#url = url;
		this.#token = token;
	}

	/** Sends something to the REST interface and returns the answer. */
	post(path: string, body: object): Promise<Record<string, unknown>> {
		return post(this.#url + path, body instanceof FormData ? body : JSON.stringify(body), this.#token);
	}

	/** Calls a command of the WebSocket interface and returns its result. */
	async call<T>(type: string, fields: object = {}): Promise<T> {
		this.#socket ??= await this.#connect();
		const id = ++this.#lastId;
		const answered = new Promise<Answer>((resolve) => this.#waiting.set(id, resolve));
		this.#socket.send(JSON.stringify({ id, type, ...fields }));
		const { success, result, error } = await answered;
		if (!success) throw new Error(`${type}: ${JSON.stringify(error)}`);
		return result as T;
	}

	close(): void {
		this.#socket?.close();
	}

	#connect(): Promise<TextSocket> {
		return new Promise((resolve, reject) => {
			const url = `${this.#url.replace(/^http/, "ws")}/api/websocket`;
			const opening = TextSocket.open(
				url,
				(text) => void receive(text),
				() => this.#closed(),
			);
			const receive = async (text: string) => {
				const answer = JSON.parse(text) as Answer;
				const login = JSON.stringify({ type: "auth", access_token: this.#token });
				if (answer.type === "auth_required") (await opening).send(login);
				else if (answer.type === "auth_ok") resolve(await opening);
				else if (answer.type === "auth_invalid") reject(new Error(text));
				else this.#waiting.get(answer.id)?.(answer);
			};
			opening.catch(reject);
		});
	}

	/** Home Assistant has ended; the next call connects anew. */
	#closed(): void {
		this.#socket = undefined;
		for (const answer of this.#waiting.values()) answer({ type: "closed", id: 0, success: false });
		this.#waiting.clear();
	}
}

interface Answer {
	readonly type: string;
	readonly id: number;
	readonly success: boolean;
	readonly result?: unknown;
	readonly error?: unknown;
}

async function post(
	url: string,
	body: string | URLSearchParams | FormData,
	token?: string,
): Promise<Record<string, unknown>> {
	const headers = {
		...(typeof body === "string" && { "content-type": "application/json" }),
		...(token !== undefined && { authorization: `Bearer ${token}` }),
	};
	const response = await fetch(url, { method: "POST", body, headers });
	const text = await response.text();
	if (!response.ok) throw new Error(`${url}: ${response.status} ${text}`);
	return JSON.parse(text) as Record<string, unknown>;
}
