/**
 * How held comments, their menu and notices look: dark in any theme, because a picture is behind them. Custom properties
 * a page may set: `--danmaku-menu-surface`, `--danmaku-menu-text`, `--danmaku-menu-accent`, `--danmaku-font`.
 */
export const INTERACTION_STYLE = `
:host {
  all: initial;
  position: absolute;
  z-index: 1;
  inset: 0;
  pointer-events: none;
  overflow: hidden;
  --surface: var(--danmaku-menu-surface, rgb(20 22 34 / 97%));
  --text: var(--danmaku-menu-text, #f2f3fa);
  --accent: var(--danmaku-menu-accent, #a8b2ff);
  --line: color-mix(in srgb, var(--text) 18%, transparent);
  --hover: color-mix(in srgb, var(--text) 14%, transparent);
  font: 12px/1.3 var(--danmaku-font, system-ui, -apple-system, "Segoe UI", "PingFang SC", "Microsoft YaHei", "Noto Sans CJK SC", sans-serif);
  color: var(--text);
  color-scheme: dark;
}
* { box-sizing: border-box; }
button { font: inherit; color: inherit; margin: 0; padding: 0; border: 0; background: none; cursor: pointer; touch-action: manipulation; }
svg { width: 20px; height: 20px; fill: none; stroke: currentColor; stroke-width: 1.8; stroke-linecap: round; stroke-linejoin: round; }
:focus-visible { outline: 2px solid var(--accent); outline-offset: 2px; }
.unseen { position: absolute; width: 1px; height: 1px; overflow: hidden; clip-path: inset(50%); white-space: nowrap; }

.card {
  position: absolute;
  display: flex;
  align-items: center;
  justify-content: center;
  gap: 0.4em;
  width: max-content;
  max-width: calc(100% - 8px);
  padding: 0.1em 0.45em;
  border-radius: 10px;
  background: var(--surface);
  color: #fff;
  font-weight: 600;
  line-height: 1.3;
  white-space: pre-wrap;
  overflow-wrap: anywhere;
  box-shadow: 0 0 0 1.5px var(--accent), 0 6px 24px rgb(0 0 0 / 45%);
  pointer-events: none;
  cursor: default;
}
.card.own { box-shadow: 0 0 0 1.5px #fff, 0 6px 24px rgb(0 0 0 / 45%); }
.card:focus-visible { outline-offset: 4px; }
.author { font-weight: 500; color: color-mix(in srgb, var(--text) 75%, transparent); }
.count { font-size: 0.72em; }

.menu {
  position: absolute;
  display: flex;
  max-width: calc(100% - 8px);
  padding: 4px;
  border: 1px solid var(--line);
  border-radius: 14px;
  background: var(--surface);
  box-shadow: 0 8px 28px rgb(0 0 0 / 45%);
  pointer-events: auto;
  touch-action: manipulation;
}
.menu button {
  display: grid;
  justify-items: center;
  align-content: center;
  gap: 2px;
  min-width: 54px;
  min-height: 46px;
  padding: 4px 6px;
  border-radius: 10px;
  white-space: nowrap;
}
.menu button:hover { background: var(--hover); }
.menu button:focus-visible { outline-offset: -2px; }
.menu.choosing { flex-wrap: wrap; align-items: center; gap: 4px; max-width: min(340px, calc(100% - 8px)); max-height: calc(100% - 8px); overflow: auto; }
.menu.choosing .back { display: flex; align-items: center; min-width: 0; min-height: 36px; }
.menu.choosing .back span { position: absolute; width: 1px; height: 1px; overflow: hidden; clip-path: inset(50%); }
.menu .title { flex: 1 0 calc(100% - 60px); color: color-mix(in srgb, var(--text) 75%, transparent); }
.menu .choice { min-width: 36px; min-height: 36px; max-width: 100%; padding: 0 12px; overflow: hidden; text-overflow: ellipsis; background: var(--hover); font-size: 14px; }
.menu .choice:hover { background: color-mix(in srgb, var(--text) 24%, transparent); }
.like[aria-checked="true"] { color: #ff8fa6; }
.like[aria-checked="true"] svg { fill: currentColor; }
.beats svg { animation: beat 0.5s ease-out; }
@keyframes beat { 30% { scale: 1.45; } 60% { scale: 0.92; } }
@media (pointer: coarse) { .menu button { min-width: 58px; min-height: 52px; } .menu .choice, .menu.choosing .back { min-height: 44px; } }

.walk {
  position: absolute;
  inset: 8px auto auto 8px;
  padding: 8px 14px;
  border-radius: 10px;
  background: var(--surface);
  font-size: 14px;
  clip-path: inset(50%);
}
.walk:focus { clip-path: none; pointer-events: auto; }

.notice {
  position: absolute;
  inset: auto 12px 12px;
  display: flex;
  align-items: center;
  gap: 8px;
  width: fit-content;
  max-width: calc(100% - 24px);
  margin: 0 auto;
  padding: 4px 4px 4px 16px;
  border: 1px solid var(--line);
  border-radius: 14px;
  background: var(--surface);
  font-size: 14px;
  pointer-events: auto;
  box-shadow: 0 8px 28px rgb(0 0 0 / 45%);
}
.notice:empty { padding: 0; border: 0; pointer-events: none; box-shadow: none; }
.notice span { padding: 6px 0; overflow-wrap: anywhere; }
.notice .action { flex: none; min-height: 40px; padding: 0 12px; border-radius: 10px; color: var(--accent); font-weight: 600; }
.icon { flex: none; display: grid; place-items: center; width: 40px; height: 40px; border-radius: 10px; }
.notice button:hover { background: var(--hover); }

.unfill {
  position: absolute;
  inset: max(10px, env(safe-area-inset-top)) max(10px, env(safe-area-inset-right)) auto auto;
  display: flex;
  align-items: center;
  gap: 6px;
  min-height: 44px;
  padding: 0 14px 0 10px;
  border: 1px solid var(--line);
  border-radius: 22px;
  background: var(--surface);
  font-size: 14px;
  pointer-events: auto;
}
@media (prefers-reduced-motion: reduce) { * { animation: none !important; } }
`;
