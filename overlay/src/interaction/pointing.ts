/**
 * Which comment the reader means by mouse or finger. Found by coordinates from listeners on the player: whatever meets
 * no comment, or a control of the player's, is left to the player untouched.
 */

/** How long the mouse must rest on a comment. */
const DWELL_MS = 80;
/** How soon after a movement is looked where the mouse is. */
const LOOK_MS = 20;
/** On the way from a comment to its menu the mouse may leave both for so long. */
const GRACE_MS = 250;
/** A finger is this much wider than a point. */
const FINGER_PX = 8;
/** Height of the browser's own controls at the bottom of a video. */
const NATIVE_CONTROLS_PX = 72;
const CONTROLS =
  'a[href],button,input,select,textarea,label,summary,[contenteditable],' +
  '[role=button],[role=slider],[role=menu],[role=menuitem],[role=dialog],[role=listbox],[role=tab]';

export interface PointingHooks {
  /** The comment under a point of the window, the uppermost. */
  at(x: number, y: number, slackPx: number): string | undefined;
  /** Whether the point is on what is held, or on its menu. */
  isOnHeld(x: number, y: number): boolean;
  onRest(id: string, x: number): void;
  onAway(): void;
  /** A tap on a comment; a click on the one that is held. */
  onTap(id: string | undefined, x: number): void;
  /** A click or tap that meets no comment; the player hears it, too. */
  onElsewhere(): void;
}

/** @param own events from there are not about comments. */
export function watchPointer(
  targets: readonly EventTarget[],
  own: Node,
  hooks: PointingHooks,
  signal: AbortSignal,
): void {
  let point = { x: 0, y: 0 };
  let candidate: string | undefined;
  let tapped: string | undefined;
  let lookTimer: ReturnType<typeof setTimeout> | undefined;
  let awayTimer: ReturnType<typeof setTimeout> | undefined;

  const look = (): void => {
    lookTimer = undefined;
    const id = hooks.at(point.x, point.y, 0);
    if (hooks.isOnHeld(point.x, point.y)) return stay();
    if (id !== undefined && id === candidate) {
      stay();
      hooks.onRest(id, point.x);
    } else {
      candidate = id;
      if (id !== undefined) lookTimer = setTimeout(look, DWELL_MS);
      leave();
    }
  };
  const stay = (): void => {
    candidate = undefined;
    clearTimeout(awayTimer);
    awayTimer = undefined;
  };
  const leave = (): void => {
    awayTimer ??= setTimeout(() => {
      awayTimer = undefined;
      hooks.onAway();
    }, GRACE_MS);
  };
  const forget = (): void => {
    clearTimeout(lookTimer);
    lookTimer = undefined;
    candidate = undefined;
  };

  const onMove = (event: Event): void => {
    if (!(event instanceof PointerEvent) || event.pointerType === 'touch' || event.buttons !== 0) return;
    point = { x: event.clientX, y: event.clientY };
    if (isFromWithin(event, own)) stay();
    else if (isControl(event)) onLeave();
    else lookTimer ??= setTimeout(look, LOOK_MS);
  };
  const onLeave = (): void => {
    forget();
    leave();
  };
  const onDown = (event: Event): void => {
    tapped = undefined;
    if (!(event instanceof PointerEvent) || event.pointerType !== 'touch' || !event.isPrimary) return;
    if (!isFromWithin(event, own) && !isControl(event)) tapped = hooks.at(event.clientX, event.clientY, FINGER_PX);
  };
  const onClick = (event: Event): void => {
    // A click by the keyboard has no place.
    if (!(event instanceof MouseEvent) || event.button !== 0 || event.detail === 0 || isFromWithin(event, own)) return;
    const isHeld = !isControl(event) && hooks.isOnHeld(event.clientX, event.clientY);
    if (tapped === undefined && !isHeld) return hooks.onElsewhere();
    event.preventDefault();
    event.stopPropagation();
    if (event.type === 'click') hooks.onTap(tapped, event.clientX);
  };
  for (const target of targets) {
    target.addEventListener('pointermove', onMove, { signal, capture: true, passive: true });
    target.addEventListener('pointerleave', onLeave, { signal, passive: true });
    target.addEventListener('pointerdown', onDown, { signal, capture: true, passive: true });
    target.addEventListener('click', onClick, { signal, capture: true });
    target.addEventListener('dblclick', onClick, { signal, capture: true });
  }
  signal.addEventListener('abort', () => {
    forget();
    clearTimeout(awayTimer);
  });
}

function isFromWithin(event: Event, own: Node): boolean {
  return event.composedPath().includes(own);
}

/** Whether the event belongs to something of the player's that is there to be pressed. */
function isControl(event: MouseEvent): boolean {
  const path = event.composedPath();
  const [target] = path;
  if (target instanceof HTMLVideoElement && target.controls) {
    return event.clientY > target.getBoundingClientRect().bottom - NATIVE_CONTROLS_PX;
  }
  const end = event.currentTarget === null ? -1 : path.indexOf(event.currentTarget);
  return path.slice(0, Math.max(0, end)).some((node) => node instanceof Element && node.matches(CONTROLS));
}
