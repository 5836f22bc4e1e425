import { startDanmaku } from './danmaku.ts';
import type { StartSystem } from './system.ts';

export const start: StartSystem = (stage) => startDanmaku(stage, 'canvas');
