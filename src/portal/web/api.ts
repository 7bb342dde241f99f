/** What the device knows of who asks it. */
export interface Session {
	readonly access?: "setup" | "home";
	readonly loggedIn?: boolean;
	readonly token?: string;
	readonly language?: string;
	readonly waitSeconds?: number;
}

/** What is wrong with a field of the settings. */
export interface FieldError {
	readonly field: string;
	readonly message: string;
}

/** An answer; `status` 0: there is none. */
export interface Answer {
	readonly status: number;
	// biome-ignore lint/suspicious/noExplicitAny: what comes is read field by field where it is shown.
	readonly data: any;
	/** How long to wait before the next try, s. */
	readonly wait: number;
}

let token = "";

/** Asks the device, or, with `body`, tells it something. */
export async function api(path: string, body?: object): Promise<Answer> {
	const headers = { "content-type": "application/json", "x-leafcast-token": token };
	try {
		const answer = await fetch(
			`/api/${path}`,
			body && { method: "POST", headers, body: JSON.stringify(body) },
		);
		const wait = Number(answer.headers.get("retry-after"));
		const text = await answer.text();
		return { status: answer.status, data: text ? JSON.parse(text) : {}, wait };
	} catch {
		return { status: 0, data: {}, wait: 0 };
	}
}

/** Asks who we are to the device, and keeps the token that it wants to see with every change. */
export async function openSession(): Promise<Session | undefined> {
	const { status, data } = await api("session");
	token = data.token ?? "";
	return status === 200 ? data : undefined;
}
