// Made by the build from catalogue.json: its keys, each with the codes of the device that it stands for, and the texts
// of each language in the order of the keys.
declare const KEYS: string;
declare const TEXTS: Readonly<Record<Language, string>>;

/** The languages of the page, as the setting `device.language` calls them; each with its own name. */
export const LANGUAGES = {
	en: "English",
	fr: "Français",
	nl: "Nederlands",
	de: "Deutsch",
	no: "Norsk",
	ja: "日本語",
};
export type Language = keyof typeof LANGUAGES;

const keys = KEYS.split("|").map((each) => each.split(","));
const indexOf = (key: string) => keys.findIndex((each) => each.includes(key));
let texts: readonly string[] = [];

/** The first language of the browser that the page speaks. */
export function browserLanguage(): Language {
	const wanted = navigator.languages.map((each) => each.slice(0, 2).toLowerCase().replace(/n[bn]/, "no"));
	return (wanted.find((each) => each in LANGUAGES) as Language) ?? "en";
}

/** From now on the page speaks this language. */
export function speak(language: Language): void {
	texts = TEXTS[language].split("|");
	document.documentElement.lang = language;
}

/** The text of a key, or the key itself where that is a term of all languages. */
export function t(key: string): string {
	return texts[indexOf(key)] ?? key;
}

/** What a code of the device means; one that has no text of its own is told after a general one. */
export function reason(code = "", detail?: string): string {
	const text = indexOf(code) < 0 ? `${t("failed")} (${code})` : t(code);
	return detail ? `${text} (${detail})` : text;
}

/** Why a request was not granted: its code, or that there was no answer at all. */
export function refusal(status: number, code?: string): string {
	return status ? reason(code) : t("offline");
}
