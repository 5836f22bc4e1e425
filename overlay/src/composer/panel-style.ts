/** How the panels look that the bar's buttons open. Colours and sizes are the bar's. */
export const PANEL_STYLE = `
.panel {
  position: fixed;
  inset: auto;
  width: min(374px, calc(100vw - 16px));
  margin: 0;
  padding: 6px 16px 16px;
  overflow: auto;
  overscroll-behavior: contain;
  border: 1px solid var(--line);
  border-radius: var(--radius);
  background: var(--sheet);
  color: var(--text);
  -webkit-backdrop-filter: blur(22px) saturate(1.4);
  backdrop-filter: blur(22px) saturate(1.4);
  box-shadow: 0 12px 40px rgb(0 0 0 / 28%);
  outline: none;
}
.panel:popover-open { display: grid; gap: 14px; }
.panel header { position: sticky; top: -6px; z-index: 1; display: flex; align-items: center; justify-content: space-between; margin: -6px -10px -8px -16px; padding: 6px 0 0 16px; background: var(--sheet); }
.panel h2 { margin: 0; font-size: 15px; font-weight: 600; }
.panel fieldset { min-width: 0; margin: 0; padding: 0; border: 0; display: grid; grid-auto-flow: column; grid-auto-columns: 1fr; gap: 6px; }
.panel legend { padding: 0; margin-bottom: 6px; font-size: 12.5px; color: var(--soft); }
.panel fieldset label { position: relative; display: block; cursor: pointer; }
.panel fieldset input { position: absolute; inset: 0; width: 100%; height: 100%; opacity: 0; cursor: pointer; }
.panel fieldset input:focus-visible + span { outline: 2px solid var(--accent); outline-offset: 2px; }

.panel .swatches { grid-auto-flow: row; grid-template-columns: repeat(6, 1fr); gap: 2px; justify-items: center; }
.swatches label { width: var(--target); height: var(--target); }
.swatches span { display: grid; place-items: center; width: 100%; height: 100%; border-radius: 50%; }
.swatches i { width: 26px; height: 26px; border-radius: 50%; box-shadow: inset 0 0 0 1px rgb(0 0 0 / 28%); transition: scale 0.12s; }
.swatches input:checked + span i { scale: 0.86; box-shadow: inset 0 0 0 1px rgb(0 0 0 / 28%), 0 0 0 3px var(--sheet), 0 0 0 5.5px var(--accent); }
.swatches .own { display: grid; place-items: center; }
.swatches .own input { position: static; width: 28px; height: 28px; padding: 0; border: 0; border-radius: 50%; opacity: 1; background: conic-gradient(#ff6b6b, #ffd866, #50e3a4, #4fd6ff, #c79bff, #ff6b6b); }
.swatches .own input::-webkit-color-swatch-wrapper { padding: 7px; }
.swatches .own input::-webkit-color-swatch { border: 1.5px solid #fff; border-radius: 50%; }
.swatches .own input::-moz-color-swatch { border: 7px solid transparent; border-radius: 50%; background-clip: padding-box; }

.tiles span, .segments span {
  display: grid;
  place-items: center;
  min-height: var(--target);
  padding: 0 4px;
  border-radius: 10px;
  background: var(--well);
  text-align: center;
  transition: background 0.12s, color 0.12s;
}
.tiles b { display: grid; justify-items: center; gap: 2px; padding: 7px 0; font-weight: 400; font-size: 12.5px; }
.tiles label:hover span, .segments label:hover span { background: var(--hover); }
.tiles input:checked + span, .segments input:checked + span {
  background: color-mix(in srgb, var(--accent) 20%, var(--sheet));
  box-shadow: inset 0 0 0 1.5px var(--accent);
  font-weight: 600;
}
.segments { font-size: 13px; }

.rows { display: grid; gap: 12px; }
.slider { display: grid; grid-template-columns: 76px 1fr 52px; align-items: center; gap: 10px; min-height: 32px; }
.slider span, .switch span { font-size: 13.5px; }
.slider output { text-align: end; font-size: 12.5px; color: var(--soft); font-variant-numeric: tabular-nums; white-space: nowrap; }
.slider input { width: 100%; height: 28px; accent-color: var(--accent); cursor: pointer; }
.switch { display: flex; align-items: center; justify-content: space-between; min-height: var(--target); padding-inline: 12px; border-radius: 10px; background: var(--well); cursor: pointer; }
.switch input { appearance: none; flex: none; position: relative; width: 44px; height: 26px; border-radius: 13px; background: color-mix(in srgb, var(--text) 34%, transparent); cursor: pointer; transition: background 0.15s; }
.switch input::before { content: ""; position: absolute; inset: 3px auto auto 3px; width: 20px; height: 20px; border-radius: 50%; background: #fff; transition: translate 0.15s; }
.switch input:checked { background: var(--accent); }
.switch input:checked::before { translate: 18px; }
.blocked { border-radius: 10px; background: var(--well); }
.blocked summary { display: flex; align-items: center; justify-content: space-between; min-height: var(--target); padding-inline: 12px; border-radius: 10px; font-size: 13.5px; cursor: pointer; list-style: none; }
.blocked summary::-webkit-details-marker { display: none; }
.blocked summary::after { content: ""; width: 7px; height: 7px; margin-inline-end: 6px; border: solid currentColor; border-width: 0 1.8px 1.8px 0; rotate: 45deg; translate: 0 -2px; }
.blocked[open] summary::after { rotate: 225deg; translate: 0 2px; }
.blocked ul { display: flex; flex-wrap: wrap; gap: 6px; margin: 0; padding: 0 12px 8px; list-style: none; max-height: 168px; overflow: auto; }
.blocked ul:empty { display: none; }
.blocked li { display: flex; align-items: center; max-width: 100%; padding-inline-start: 10px; border-radius: 10px; background: var(--hover); font-size: 13px; }
.blocked bdi { overflow: hidden; text-overflow: ellipsis; white-space: nowrap; }
.blocked li button { flex: none; display: grid; place-items: center; width: 36px; height: 36px; border-radius: 10px; color: var(--soft); }
.blocked li button:hover { color: var(--text); }
.blocked li svg { width: 16px; height: 16px; }
.adding { display: flex; gap: 6px; padding: 0 8px 8px; }
.adding input { flex: 1; min-width: 0; height: var(--target); padding: 0 10px; border: 1px solid var(--line); border-radius: 10px; background: var(--sheet); font-size: 16px; }
.adding input::placeholder { color: var(--soft); opacity: 1; font-size: 13px; }
.add { flex: none; min-height: var(--target); padding: 0 14px; border-radius: 10px; background: var(--hover); font-weight: 600; }
.quiet { justify-self: end; min-height: 36px; padding: 0 12px; border-radius: 10px; color: var(--soft); font-size: 13px; }
.quiet:hover { background: var(--hover); color: var(--text); }
`;
