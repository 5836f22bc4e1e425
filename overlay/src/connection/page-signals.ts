/** Moments at which a page has reason to doubt its line: the network changed, the tab or the computer woke up. */

/** @returns the function that ends the watch. */
export function watchPage(onDoubt: () => void): () => void {
  const ending = new AbortController();
  const { signal } = ending;
  window.addEventListener('online', onDoubt, { signal });
  window.addEventListener('offline', onDoubt, { signal });
  window.addEventListener(
    'pageshow',
    // A page's first showing has no line yet that could have died unseen.
    (event) => {
      if (event.persisted) onDoubt();
    },
    { signal },
  );
  document.addEventListener(
    'visibilitychange',
    () => {
      if (document.visibilityState === 'visible') onDoubt();
    },
    { signal },
  );
  return () => ending.abort();
}
