/** The browser of all tests that need one. */
import { chromium, type Browser } from 'playwright-core';
import { findChromium } from '../../bootstrap/system-packages.mjs';

/** @throws where there is no Chromium on the PATH and none named by the variable `CHROMIUM`. */
export function launchBrowser(): Promise<Browser> {
  const executablePath = findChromium();
  if (executablePath === undefined)
    throw new Error('No Chromium on the PATH, and none in CHROMIUM; npm test gets one.');
  return chromium.launch({
    executablePath,
    args: [
      '--no-sandbox',
      '--disable-gpu',
      '--disable-quic',
      '--no-first-run',
      '--disable-background-networking',
      '--disable-component-update',
      '--disable-sync',
    ],
  });
}
