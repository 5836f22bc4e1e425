/** Every word of the desk, in the languages it speaks. The page's own HTML holds the English ones. */
import type { Speech } from '../speech.ts';
import type { Wordbook } from '../wordbook.ts';
import { DESK_CHINESE } from './words-chinese.ts';
import { DESK_ENGLISH } from './words-english.ts';

export type DeskWord = keyof typeof DESK_ENGLISH;
export type DeskSpeech = Speech<DeskWord>;

export const DESK_WORDS: Wordbook<DeskWord> = { en: DESK_ENGLISH, zh: DESK_CHINESE };
