/**
 * Whether a stage programme shows this page. OBS tells a browser source when it is on no screen at all (visible, which
 * counts previews) and when it is on air (active). A hidden tab is the overlay's own business.
 */

/** @param onChange told only when it changes; it is taken to be shown at first. */
export function watchShowing(onChange: (isShown: boolean) => void): void {
  let isVisible = true;
  let isActive = false;
  let wasShown = true;
  const listen = (name: string, field: string, take: (is: boolean) => void): void => {
    window.addEventListener(name, (event) => {
      const { detail } = event as CustomEvent<Readonly<Record<string, unknown>> | null>;
      const value = detail?.[field];
      if (typeof value !== 'boolean') return;
      take(value);
      const isShown = isVisible || isActive;
      if (isShown !== wasShown) onChange(isShown);
      wasShown = isShown;
    });
  };
  listen('obsSourceVisibleChanged', 'visible', (is) => (isVisible = is));
  listen('obsSourceActiveChanged', 'active', (is) => (isActive = is));
}
