import { t } from "./texts";

/** What an element may hold; nothing is shown of `undefined` and `false`. */
export type Child = Node | string | number | undefined | false | readonly Child[];
/** Attributes, of which `false` and `undefined` are left out, and listeners by `on` and the name of the event. */
export type Attributes = Readonly<
	Record<string, string | number | boolean | undefined | ((event: Event) => unknown)>
>;

/** Makes an element. Texts stay texts whatever is in them. */
export function h<Tag extends keyof HTMLElementTagNameMap>(
	tag: Tag,
	attributes: Attributes = {},
	...children: readonly Child[]
): HTMLElementTagNameMap[Tag] {
	const element = document.createElement(tag);
	for (const [name, value] of Object.entries(attributes)) {
		if (typeof value === "function") element.addEventListener(name.slice(2), value);
		else if (value !== undefined && value !== false) {
			element.setAttribute(name, value === true ? "" : String(value));
		}
	}
	put(element, children);
	return element;
}

/** Puts children into an element instead of what it held. */
export function put(element: Element, ...children: readonly Child[]): void {
	const nodes = (children as readonly unknown[]).flat(9) as readonly Child[];
	const shown = nodes.filter((each) => each !== undefined && each !== false);
	element.replaceChildren(...shown.map((each) => (each instanceof Node ? each : String(each))));
}

/** A button that does something in place. */
export function button(text: string, onclick: (event: Event) => unknown, attributes: Attributes = {}) {
	return h("button", { type: "button", onclick, ...attributes }, t(text));
}

/** A line of which a screen reader tells every change. */
export function statusLine() {
	return h("p", { role: "status" });
}

/** What can be opened when it is wanted. */
export function details(text: string, ...children: readonly Child[]) {
	return h("details", {}, h("summary", {}, t(text)), children);
}

/** Two or three columns, the first of them headings. */
export function table(rows: readonly (readonly Child[])[], head?: readonly string[]) {
	const cells = ([name, ...rest]: readonly Child[]) =>
		h(
			"tr",
			{},
			h("th", { scope: "row" }, name),
			rest.map((each) => h("td", {}, each)),
		);
	return h(
		"table",
		{},
		head &&
			h(
				"thead",
				{},
				h(
					"tr",
					{},
					head.map((each) => h("th", { scope: "col" }, t(each))),
				),
			),
		h("tbody", {}, rows.map(cells)),
	);
}

let view = 0;

/** Shows another view: its heading gets the focus, what the old one repeated ends. */
export function show(title: string, ...children: readonly Child[]): void {
	view++;
	const heading = h("h2", { tabindex: -1 }, title);
	put(document.querySelector("main") as Element, heading, children);
	heading.focus();
}

/** Does something now and again after each pause (ms), until it says `false` or another view is shown. */
export async function repeat(pause: number, job: () => Promise<unknown>): Promise<void> {
	const own = view;
	while (own === view && (await job()) !== false) {
		await new Promise((resolve) => setTimeout(resolve, pause));
	}
}
