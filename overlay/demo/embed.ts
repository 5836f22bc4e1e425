/**
 * `/embed/{room}`: the overlay alone on a transparent page, for a frame or a stage programme. It says nothing on the
 * picture, whatever happens; problems go to the console.
 */
import type { DanmakuOverlayElement } from '../src/element.ts';
import { readAddress } from './embed/address.ts';
import { readCustomProperties, watchCustomProperties } from './embed/custom-properties.ts';
import { loadOverlay } from './embed/load-overlay.ts';
import { createParentTokens } from './embed/parent-tokens.ts';
import { effectiveSettings } from './embed/precedence.ts';
import { createReport } from './embed/report.ts';
import { watchShowing } from './embed/showing.ts';
import { startTestComments } from './embed/test-comments.ts';
import { letStyleTextIn } from './embed/trusted-styles.ts';

letStyleTextIn();
const report = createReport();
const address = readAddress(new URL(location.href));
for (const problem of address.problems) report(problem);
// What the address bar, the history and whoever looks over a shoulder need not see.
if (location.hash !== '') history.replaceState(history.state, '', `${location.pathname}${location.search}`);

const element = document.createElement('danmaku-overlay') as DanmakuOverlayElement;
// All there is on this page, for those who hear it.
element.setAttribute('role', 'main');
let isShown = true;

function applySettings(): void {
  const { settings, problems } = readCustomProperties(getComputedStyle(document.body));
  for (const problem of problems) report(problem);
  element.overlay?.set(effectiveSettings(address.settings, settings, 'obsstudio' in window));
}

function applyShowing(): void {
  if (isShown) element.overlay?.show();
  else element.overlay?.hide();
}

if (address.room !== undefined) {
  element.setAttribute('room', address.room);
  if (address.parentOrigin === undefined) element.token = address.token;
  else {
    const tokens = createParentTokens(address.parentOrigin, () => (element.token = tokens.ask));
    element.token = tokens.ask;
  }
}
element.addEventListener('danmaku-ready', () => {
  element.overlay?.on('error', ({ message }) => report(message));
  applySettings();
  applyShowing();
});
watchCustomProperties(applySettings);
watchShowing((shown) => {
  isShown = shown;
  applyShowing();
});
document.body.append(element);
void loadOverlay(report).then(() => {
  if (address.test) startTestComments((comment) => element.overlay?.emit(comment));
});
