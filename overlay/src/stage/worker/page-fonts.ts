/** Fonts that a page brings: a worker has only those of the system. */

/** Whether the page has any of these families, as CSS lists them, loaded or not. */
export function usesPageFonts(fontFamily: string): boolean {
  const wanted = new Set(fontFamily.split(',').map(plain));
  for (const { family } of document.fonts) if (wanted.has(plain(family))) return true;
  return false;
}

function plain(family: string): string {
  return family
    .trim()
    .replace(/^(["'])(.*)\1$/, '$2')
    .toLowerCase();
}
