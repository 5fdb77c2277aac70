import { english, type Language } from "./en.ts";
import { chinese } from "./zh.ts";

export type { Language } from "./en.ts";

/** What `--lang` takes: English and Simplified Chinese. */
export const languageNames = ["en", "zh"] as const;
/** Name of a language of reports. */
export type LanguageName = (typeof languageNames)[number];

/** The languages that reports are written in. */
export const languages: Readonly<Record<LanguageName, Language>> = { en: english, zh: chinese };
