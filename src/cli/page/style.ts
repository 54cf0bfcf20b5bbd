// How the page looks, by day and by night, on a desk and on a phone.

export const style = `
:root {
  color-scheme: light dark;
  --paper: #f7f7f5; --card: #ffffff; --ink: #1b1f24; --muted: #5d6673; --line: #e2e4e8; --grid: #eceef1; --good: #0b7a55;
  --seats: #2563eb; --seats-area: rgba(37, 99, 235, 0.16); --licenses: #1b1f24; --waiting: #b45309;
  --full: #0e9f6e; --trial: #f2b233; --standard: #a9b4c2; --none: #d64545; --reclaimed: #8b6fd6;
}
@media (prefers-color-scheme: dark) {
  :root {
    --paper: #14171b; --card: #1c2026; --ink: #e8eaed; --muted: #9aa4b2; --line: #2d333b; --grid: #272c33; --good: #4fd1a1;
    --seats: #6ea3ff; --seats-area: rgba(110, 163, 255, 0.20); --licenses: #e8eaed; --waiting: #f0a35e;
    --full: #34c796; --trial: #e3ac3f; --standard: #5c6877; --none: #ef6b6b; --reclaimed: #a58bec;
  }
}
* { box-sizing: border-box; }
body { margin: 0; background: var(--paper); color: var(--ink); font: 16px/1.5 system-ui, -apple-system, "Segoe UI", Roboto, sans-serif; }
main { max-width: 1180px; margin: 0 auto; padding: 40px 24px 56px; }
h1 { font-size: clamp(26px, 4vw, 38px); line-height: 1.15; letter-spacing: -0.02em; margin: 0 0 8px; text-wrap: balance; }
h2 { font-size: 22px; letter-spacing: -0.01em; margin: 48px 0 14px; overflow-wrap: anywhere; }
h3 { font-size: 15px; font-weight: 600; margin: 0; }
.lead { color: var(--muted); margin: 0 0 28px; }
.cards { display: grid; gap: 16px; grid-template-columns: repeat(auto-fit, minmax(min(260px, 100%), 1fr)); margin: 0; padding: 0; list-style: none; }
.card, figure, .scroll { background: var(--card); border: 1px solid var(--line); border-radius: 12px; }
.card { padding: 20px 22px; display: flex; flex-direction: column; }
.card h3 { font-size: 16px; overflow-wrap: anywhere; }
.card a { color: inherit; text-decoration: none; }
.card a:hover, .card a:focus-visible { text-decoration: underline; }
.big { font-size: 44px; line-height: 1.1; font-weight: 700; letter-spacing: -0.03em; margin: 10px 0 0; font-variant-numeric: tabular-nums; }
.big + p { margin: 0 0 14px; color: var(--muted); }
.meter { height: 8px; border-radius: 4px; overflow: hidden; display: flex; background: var(--grid); margin-bottom: 16px; }
.meter i { display: block; }
.card .told { margin: 0; font-size: 15px; }
.is-best { color: var(--good); }
.scroll { overflow-x: auto; }
table.summary { border-collapse: collapse; width: 100%; font-variant-numeric: tabular-nums; font-size: 15px; }
.summary th, .summary td { padding: 7px 18px; text-align: right; white-space: nowrap; }
.summary thead th { border-bottom: 1px solid var(--line); white-space: normal; overflow-wrap: anywhere; min-width: 110px; vertical-align: bottom; padding-top: 14px; }
.summary th[scope=row], .summary thead td { text-align: left; font-weight: 500; position: sticky; left: 0; background: var(--card); }
.summary .detail th { font-weight: 400; padding-left: 34px; }
.summary .detail { color: var(--muted); }
.summary tbody + tbody tr:first-child > * { border-top: 1px solid var(--line); }
.summary tbody tr:first-child > * { padding-top: 12px; }
.summary tbody tr:last-child > * { padding-bottom: 12px; }
.summary td.is-best { font-weight: 700; color: var(--good); }
.summary td.is-best::after { content: " ★"; font-size: 11px; vertical-align: 1px; }
.summary td:not(.is-best)::after { content: " ★"; font-size: 11px; visibility: hidden; }
.charts { display: grid; gap: 16px; grid-template-columns: 1fr 1fr; }
.charts figure:first-child { grid-column: 1 / -1; }
figure { margin: 0; padding: 16px 16px 8px; min-width: 0; }
figcaption { display: flex; flex-wrap: wrap; gap: 0 12px; align-items: baseline; }
figcaption p { margin: 0; color: var(--muted); font-size: 13px; }
.note { color: var(--muted); font-size: 14px; margin: 0 0 16px; }
footer { color: var(--muted); font-size: 13px; margin-top: 40px; }
[data-chart] { min-height: 190px; }
.uplot { display: flex; flex-direction: column; width: 100%; font-family: inherit; }
.u-legend { order: -1; margin: 6px 0 2px; font-size: 13px; text-align: left; color: var(--ink); font-variant-numeric: tabular-nums; }
.u-legend, .u-legend tbody { display: flex; flex-wrap: wrap; gap: 0 16px; }
.u-inline tr { margin: 0; display: inline-flex; }
.u-legend .u-marker { width: 10px; height: 10px; border-radius: 3px; margin-right: 6px; }
.u-series > * { padding: 1px 4px 1px 0; }
.u-series:first-child th { display: none; }
.u-series:first-child { min-width: 6em; font-weight: 600; }
.u-series th { cursor: default; pointer-events: none; font-weight: 400; color: var(--muted); }
.u-inline.u-live th::after { content: none; }
[data-chart=access] .u-series:first-child { order: -9; }
[data-chart=access] .u-series:nth-child(5) { order: -4; }
[data-chart=access] .u-series:nth-child(4) { order: -3; }
[data-chart=access] .u-series:nth-child(3) { order: -2; }
.u-select { background: rgba(127, 140, 160, 0.22); }
.u-hz .u-cursor-x { border-right: 1px solid var(--muted); }
.u-over { cursor: crosshair; }
@media (max-width: 760px) {
  main { padding: 24px 14px 40px; }
  .charts { grid-template-columns: 1fr; }
  figure { padding: 14px 10px 6px; }
  .summary th, .summary td { padding: 6px 10px; }
}
`
