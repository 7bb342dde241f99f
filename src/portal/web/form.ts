import type { FieldError } from "./api";
import { button, type Child, h, put } from "./dom";
import { t } from "./texts";

/** A setting that can be entered. */
export interface Field {
	/** In the settings document, such as `mqtt.port`. */
	readonly name: string;
	/** A key of the catalogue, or a term of all languages. */
	readonly label: string;
	/** `pem` is a text of many lines that may come from a file; left out: one line. */
	readonly type?: "password" | "number" | "pem" | "check" | "choice" | undefined;
	/** Of a choice: value and label; an undefined value leaves it to the device. */
	readonly of?: readonly (readonly [value: unknown, label: string])[];
	readonly hint?: string;
	/** What stands there to begin with. */
	readonly value?: unknown;
	/** More attributes of the control, such as `min`. */
	readonly is?: Readonly<Record<string, string | number | boolean>>;
}

export type Tree = { readonly [name: string]: unknown };
type Control = HTMLInputElement | HTMLTextAreaElement | HTMLSelectElement;

/** What stands in a document under a name with points. */
function look(tree: Tree, name: string): unknown {
	return name.split(".").reduce<unknown>((at, part) => (at as Tree | undefined)?.[part], tree);
}

/** Controls for settings, and what has been entered. */
export class Form {
	/** What is to be changed, by name; `null` removes. */
	readonly draft: Record<string, unknown>;
	readonly known: Tree;
	readonly #fields = new Map<string, readonly [Field, Control, Element]>();

	/** @param known - The settings of the device: of a secret only `true`, that there is one. */
	constructor(known: Tree, draft: Record<string, unknown> = {}) {
		this.known = known;
		this.draft = draft;
	}

	/** The controls of one field, with label, hint and room for what is wrong with it. */
	field(field: Field): HTMLElement {
		const { name, label, type, of = [], hint, is } = field;
		const known = look(this.known, name);
		const value = name in this.draft ? this.draft[name] : (known ?? field.value);
		const isSecret = known === true && type !== "check";
		const text = value === undefined || value === null || value === true ? "" : String(value);
		const isCheck = type === "check";
		const isPassword = type === "password";
		const control: Control = h(
			type === "choice" ? "select" : type === "pem" ? "textarea" : "input",
			{
				id: name,
				type: isCheck ? "checkbox" : isPassword && type,
				checked: isCheck && value === true,
				value: text,
				inputmode: type === "number" && "decimal",
				"aria-describedby": `${name}-note`,
				autocomplete: isPassword ? "new-password" : "off",
				placeholder: isSecret && t("unchanged"),
				...is,
			},
			type === "choice"
				? of.map(([each, label], index) => h("option", { value: index, selected: each === value }, t(label)))
				: type === "pem" && text,
		);
		const caption = h("label", { for: name }, t(label));
		const note = h("small", { id: `${name}-note` }, hint && t(hint));
		this.#fields.set(name, [field, control, note]);
		if (type === "check") return h("div", { class: "row" }, control, caption, note);
		return h("div", {}, caption, this.#around(field, control), note);
	}

	/** Takes over what is entered. @returns Whether it may be sent; if not, the first error has the focus. */
	collect(): boolean {
		const errors: FieldError[] = [];
		for (const [name, [field, control]] of this.#fields) {
			const { required, validity } = control;
			const { min, max } = (field.is ?? {}) as { min?: number; max?: number };
			const number = Number(control.value);
			const isWrong =
				control.value !== "" &&
				(!validity.valid ||
					(field.type === "number" && !(number >= (min ?? 0) && number <= (max ?? number))));
			const range = min === undefined ? "" : `${min} – ${max}`;
			if (required && control.value === "") errors.push({ field: name, message: "" });
			else if (isWrong) errors.push({ field: name, message: range || control.title });
		}
		this.take();
		this.mark(errors);
		return errors.length === 0;
	}

	/** Takes over what stands in the controls, right or wrong. */
	take(): void {
		for (const [name, [field, control]] of this.#fields) {
			const entered = this.#entered(name, field, control);
			if (entered === undefined) delete this.draft[name];
			else this.draft[name] = entered;
		}
	}

	/** Shows errors at their fields. @returns Those that have no field here. */
	mark(errors: readonly FieldError[]): readonly FieldError[] {
		let first: Control | undefined;
		const rest = new Set(errors);
		for (const [name, [{ hint }, control, note]] of this.#fields) {
			const error = errors.find((each) => each.field.replace(/networks\W*\d+\W+/, "") === name);
			if (error) rest.delete(error);
			const text = error?.message === "" ? t("missing") : error && `${t("invalid")} (${error.message})`;
			control.setAttribute("aria-invalid", String(error !== undefined));
			put(note, error ? h("b", {}, text) : hint && t(hint));
			if (error) first ??= control;
		}
		for (let at: Element | null = first ?? null; at; at = at.parentElement) {
			if (at instanceof HTMLDetailsElement) at.open = true;
		}
		first?.focus();
		return [...rest];
	}

	/** Sets a field as if it had been typed. */
	set(name: string, value: string): void {
		const control = this.#fields.get(name)?.[1];
		if (control) control.value = value;
	}

	/** The draft as the nested document that the device takes. */
	changes(): Tree {
		const changes = {};
		for (const [name, value] of Object.entries(this.draft)) {
			const parts = name.split(".");
			const last = parts.pop() as string;
			let at: Record<string, unknown> = changes;
			for (const part of parts) {
				at[part] ??= {};
				at = at[part] as typeof at;
			}
			at[last] = value;
			// What is removed takes its secret along.
			const secret = { user: "password", cert: "key" }[last];
			if (value === null && secret) at[secret] = null;
		}
		return changes;
	}

	#around({ type }: Field, control: Control): Child {
		if (type === "password") {
			const turn = ({ target }: Event) => {
				const isShown = control.getAttribute("type") === "text";
				control.setAttribute("type", isShown ? "password" : "text");
				(target as Element).setAttribute("aria-pressed", String(!isShown));
			};
			return h("div", { class: "row" }, control, button("show", turn, { "aria-pressed": "false" }));
		}
		if (type !== "pem") return control;
		const load = async ({ target }: Event) => {
			control.value = (await (target as HTMLInputElement).files?.[0]?.text()) ?? "";
		};
		return [
			control,
			h("label", { class: "file" }, t("file"), " ", h("input", { type: "file", onchange: load })),
		];
	}

	/** @returns `undefined` when it is as it was. */
	#entered(name: string, { type, of = [], value }: Field, control: Control): unknown {
		const known = look(this.known, name) ?? value;
		if (type === "check") {
			const { checked } = control as HTMLInputElement;
			return checked === (known ?? false) ? undefined : checked;
		}
		if (control.value === "") return known === undefined || known === true ? undefined : null;
		const text = control.value;
		const number = Number(text);
		const now =
			type === "choice" ? of[number]?.[0] : type === "number" && !Number.isNaN(number) ? number : text;
		if (now === known) return undefined;
		return now === undefined ? null : now;
	}
}
