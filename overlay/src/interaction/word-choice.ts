/** The words of a comment that a reader may want to see no more. Pure. */

const MOST_WORDS = 8;
/** Longer texts are not offered as a whole: nobody says them again. */
const LONGEST_WHOLE = 20;

/** The words of `text` in its order, each once, and a short text as a whole at the end. */
export function wordsIn(text: string): string[] {
  const words = [...new Set(split(text).map((word) => word.trim()))].filter((word) => word !== '' && word !== text);
  const most = words.slice(0, MOST_WORDS);
  return text.length <= LONGEST_WHOLE || most.length === 0
    ? [...most, [...text].slice(0, LONGEST_WHOLE).join('')]
    : most;
}

function split(text: string): string[] {
  if (typeof Intl.Segmenter !== 'function') return text.split(/[\s\p{P}]+/u);
  const segmenter = new Intl.Segmenter(undefined, { granularity: 'word' });
  return [...segmenter.segment(text)].filter(({ isWordLike }) => isWordLike === true).map(({ segment }) => segment);
}
