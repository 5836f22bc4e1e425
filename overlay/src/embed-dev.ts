/** `/embed.js` of the development server: the same global, from the sources. */
import * as Danmaku from './index.ts';

Object.assign(globalThis, { Danmaku });
