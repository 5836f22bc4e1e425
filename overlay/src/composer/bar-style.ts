/**
 * How the bar looks. Custom properties a page may set: `--danmaku-accent`, `--danmaku-on-accent`, `--danmaku-surface`,
 * `--danmaku-text`, `--danmaku-line`, `--danmaku-radius`, `--danmaku-font`. Light or dark follows the page's
 * `color-scheme`; `theme="light"` or `theme="dark"` on the element overrides it.
 */
export const BAR_STYLE = `
:host {
  display: block;
  container-type: inline-size;
  position: relative;
  --accent: var(--danmaku-accent, #4c51d8);
  --on-accent: var(--danmaku-on-accent, #fff);
  --surface: var(--danmaku-surface, rgb(255 255 255 / 86%));
  --sheet: var(--danmaku-surface, rgb(255 255 255 / 97%));
  --text: var(--danmaku-text, #1b1d29);
  --soft: color-mix(in srgb, var(--text) 66%, transparent);
  --line: var(--danmaku-line, rgb(20 24 50 / 14%));
  --well: color-mix(in srgb, var(--text) 6%, transparent);
  --hover: color-mix(in srgb, var(--text) 10%, transparent);
  --bad: #c22f3d;
  --radius: var(--danmaku-radius, 16px);
  --target: 40px;
  font: 14px/1.4 var(--danmaku-font, system-ui, -apple-system, "Segoe UI", "PingFang SC", "Microsoft YaHei", "Noto Sans CJK SC", sans-serif);
  color: var(--text);
}
@supports (color: light-dark(#000, #fff)) {
  :host {
    --accent: var(--danmaku-accent, light-dark(#4c51d8, #99a5ff));
    --on-accent: var(--danmaku-on-accent, light-dark(#fff, #11122b));
    --surface: var(--danmaku-surface, light-dark(rgb(255 255 255 / 86%), rgb(28 30 42 / 78%)));
    --sheet: var(--danmaku-surface, light-dark(rgb(255 255 255 / 97%), rgb(28 30 42 / 97%)));
    --text: var(--danmaku-text, light-dark(#1b1d29, #f1f2f8));
    --line: var(--danmaku-line, light-dark(rgb(20 24 50 / 14%), rgb(255 255 255 / 16%)));
    --bad: light-dark(#c22f3d, #ff9a9f);
  }
}
:host([hidden]), [hidden] { display: none !important; }
:host([theme="light"]) { color-scheme: light; }
:host([theme="dark"]) { color-scheme: dark; }
@media (pointer: coarse) { :host { --target: 44px; } }

*, *::before { box-sizing: border-box; }
button, input { font: inherit; color: inherit; margin: 0; }
button { cursor: pointer; border: 0; background: none; padding: 0; touch-action: manipulation; }
:focus-visible { outline: 2px solid var(--accent); outline-offset: 2px; }
svg { width: 22px; height: 22px; fill: none; stroke: currentColor; stroke-width: 1.8; stroke-linecap: round; stroke-linejoin: round; }
.unseen { position: absolute; width: 1px; height: 1px; overflow: hidden; clip-path: inset(50%); white-space: nowrap; }

form { position: relative; }
form[data-lifted] { z-index: 2147483000; }
form[data-lifted] .bar { background: var(--sheet); box-shadow: 0 -4px 24px rgb(0 0 0 / 28%); }
.bar {
  display: flex;
  align-items: center;
  gap: 4px;
  padding: 6px;
  border: 1px solid var(--line);
  border-radius: var(--radius);
  background: var(--surface);
  -webkit-backdrop-filter: blur(18px) saturate(1.4);
  backdrop-filter: blur(18px) saturate(1.4);
  transition: border-color 0.15s;
}
.bar:focus-within { border-color: color-mix(in srgb, var(--accent) 60%, var(--line)); }

.icon {
  position: relative;
  flex: none;
  display: grid;
  place-items: center;
  width: var(--target);
  height: var(--target);
  border-radius: calc(var(--radius) - 6px);
  color: var(--soft);
  transition: background 0.15s, color 0.15s;
}
.icon:hover, .icon[aria-expanded="true"] { background: var(--hover); color: var(--text); }
.style::before {
  content: "";
  position: absolute;
  inset: auto 5px 5px auto;
  width: 11px;
  height: 11px;
  border-radius: 50%;
  background: var(--chosen, #fff);
  box-shadow: 0 0 0 1.5px rgb(0 0 0 / 55%);
}
.shown[aria-pressed="true"] { color: var(--accent); }
.shown[aria-pressed="false"] path { opacity: 0.55; }
.shown[aria-pressed="false"]::before {
  content: "";
  position: absolute;
  width: 2px;
  height: 26px;
  border-radius: 1px;
  background: currentColor;
  rotate: 45deg;
}

.field {
  flex: 1;
  min-width: 0;
  display: flex;
  align-items: center;
  height: var(--target);
  padding: 0 12px;
  border-radius: calc(var(--radius) - 6px);
  background: var(--well);
}
.field input {
  flex: 1;
  min-width: 0;
  height: 100%;
  border: 0;
  padding: 0;
  background: none;
  outline: none;
  /* Below 16 pixels iPhones zoom the page in when the field is touched. */
  font-size: 16px;
  text-overflow: ellipsis;
}
.field input::placeholder { color: var(--soft); opacity: 1; }
.field input:disabled { cursor: not-allowed; }
[part="counter"] { flex: none; margin-inline-start: 8px; font-size: 12px; font-variant-numeric: tabular-nums; color: var(--soft); }
[part="counter"][data-over] { color: var(--bad); font-weight: 600; }

[part="send"] {
  position: relative;
  flex: none;
  display: flex;
  align-items: center;
  justify-content: center;
  gap: 6px;
  min-width: 84px;
  height: var(--target);
  padding: 0 14px;
  margin-inline-start: 2px;
  overflow: hidden;
  border-radius: calc(var(--radius) - 6px);
  background: var(--accent);
  color: var(--on-accent);
  font-weight: 600;
  font-variant-numeric: tabular-nums;
  white-space: nowrap;
  transition: background 0.15s, opacity 0.15s, scale 0.1s;
}
[part="send"] svg { width: 19px; height: 19px; }
[part="send"]:not([aria-disabled="true"]):hover { background: color-mix(in srgb, var(--accent) 88%, var(--text)); }
[part="send"]:not([aria-disabled="true"]):active { scale: 0.96; }
[part="send"][aria-disabled="true"] { background: var(--hover); color: var(--soft); cursor: default; }
[part="send"] > * { position: relative; }
[part="send"][data-waiting]::before {
  content: "";
  position: absolute;
  inset: 0;
  background: color-mix(in srgb, var(--accent) 34%, transparent);
  transform-origin: 0 0;
  scale: var(--left) 1;
  transition: scale 0.1s linear;
}
[part="send"][data-waiting] svg { display: none; }
[part="send"][data-waiting] { color: var(--text); }
[data-sending] [part="send"] svg { animation: away 0.7s ease-in-out infinite alternate; }
@keyframes away { to { translate: 3px -3px; } }

/* Over what is above the bar: coming and going, it moves nothing. */
[part="reason"] {
  position: absolute;
  z-index: 1;
  inset: auto 0 calc(100% + 6px) 0;
  width: fit-content;
  max-width: 100%;
  margin: 0 auto;
  padding: 7px 14px;
  border: 1px solid color-mix(in srgb, var(--bad) 50%, transparent);
  border-radius: 12px;
  background: var(--sheet);
  color: var(--bad);
  font-weight: 500;
  box-shadow: 0 6px 20px rgb(0 0 0 / 22%);
}
[part="reason"]:empty { display: none; }

@container (max-width: 520px) {
  .bar { gap: 2px; padding: 5px; }
  .bar > .shown { display: none; }
  .field { padding: 0 10px; }
  [part="send"] { min-width: var(--target); padding: 0 10px; }
  [part="send"]:not([data-waiting]) span { display: none; }
}
@media (prefers-reduced-motion: reduce) { *, *::before { transition: none !important; animation: none !important; } }
`;
