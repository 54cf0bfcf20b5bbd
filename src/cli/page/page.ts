// The report as one page that needs nothing else: no network, no server, and nothing in it that a name could break out of.

import { createHash } from 'node:crypto'
import type { PlanFigures, Replayed } from '../../simulation/figures.ts'
import { bestBy, measures } from '../table/measures.ts'
import { activityText, count, fullShare, percent, shortSentence } from '../table/words.ts'
import { version } from '../version.ts'
import { chartLibrary, chartLibraryLicense, chartLibraryStyle } from './chartLibrary.ts'
import { drawCharts } from './drawCharts.ts'
import { pageData } from './pageData.ts'
import { style } from './style.ts'

/** The page for these plans; `source` names what was replayed. */
export const page = (replayed: readonly Replayed[], source: string): string => {
  const plans = replayed.map(({ figures }) => figures)
  const library = `/*\n${chartLibraryLicense}\n*/\n${chartLibrary}`
  const script = `(${drawCharts.toString()})(uPlot, JSON.parse(document.getElementById('data').textContent))`
  const policy = `default-src 'none'; style-src 'unsafe-inline'; script-src ${hash(library)} ${hash(script)}; base-uri 'none'; form-action 'none'`
  const title = plans.length === 1 ? 'What would this plan have done?' : 'What would these plans have done?'
  return `<!doctype html>
<html lang="en">
<head>
<meta charset="utf-8">
<meta http-equiv="Content-Security-Policy" content="${policy}">
<meta name="viewport" content="width=device-width, initial-scale=1">
<title>${escaped(`License plans: ${plans.map(({ name }) => name).join(', ')}`)}</title>
<style>${chartLibraryStyle}${style}</style>
</head>
<body>
<main>
<h1>${title}</h1>
<p class="lead">${escaped(activityText(plans))}, replayed from ${escaped(source)}.</p>
<ul class="cards">
${plans.map(card).join('\n')}
</ul>
<h2>Side by side</h2>
${summaryTable(plans)}
${plans.map(section).join('\n')}
<footer>Made by license-pool ${escaped(version())}. Charts: uPlot, © Leon Sorokin, MIT license.</footer>
</main>
<script type="application/json" id="data">${inScript(JSON.stringify(pageData(replayed)))}</script>
<script>${library}</script>
<script>${script}</script>
</body>
</html>
`
}

const levels = ['full', 'trial', 'standard', 'none'] as const

const card = (figures: PlanFigures, index: number): string => `<li class="card">
<h3><a href="#plan-${index}">${escaped(figures.name)}</a></h3>
<p class="big">${percent(fullShare(figures))}</p>
<p>of the sign-ins get full access</p>
<div class="meter" aria-hidden="true">${levels.map((level) => slice(figures, level)).join('')}</div>
<p class="told">${escaped(shortSentence(figures))}</p>
</li>`

const slice = ({ answers, signIns }: PlanFigures, level: (typeof levels)[number]): string =>
  `<i style="width:${((answers[level] / signIns) * 100).toFixed(3)}%;background:var(--${level})"></i>`

const summaryTable = (
  plans: readonly PlanFigures[],
): string => `<div class="scroll" tabindex="0" role="region" aria-label="The plans side by side">
<table class="summary">
<thead><tr><td></td>${plans.map(({ name }) => `<th scope="col">${escaped(name)}</th>`).join('')}</tr></thead>
${measures.map((group) => `<tbody>\n${group.map((measure) => row(measure, plans)).join('\n')}\n</tbody>`).join('\n')}
</table>
</div>`

const row = (measure: (typeof measures)[number][number], plans: readonly PlanFigures[]): string => {
  const best = bestBy(measure, plans)
  const cells = plans.map((figures, index) => {
    const mark = best[index] === true ? ' class="is-best" title="the best of the plans"' : ''
    return `<td${mark}>${escaped(measure.text(figures))}</td>`
  })
  const kind = measure.isDetail === true ? ' class="detail"' : ''
  return `<tr${kind}><th scope="row">${escaped(measure.label)}</th>${cells.join('')}</tr>`
}

const section = (figures: PlanFigures, index: number): string => {
  const { peakConsumed, peakAt, granted, reclaimed, answers } = figures
  const peak = `at most ${count(peakConsumed)}${peakAt === null ? '' : `, first on ${peakAt.slice(0, 10)}`}`
  const access = levels.map((level) => `${count(answers[level])} ${level}`).join(', ')
  return `<section aria-labelledby="plan-${index}">
<h2 id="plan-${index}">${escaped(figures.name)}</h2>
${index === 0 ? '<p class="note">Point at a chart to read its figures; drag across one to zoom in on all of them, double click to zoom out.</p>' : ''}
<div class="charts">
${chart('seats', index, 'Seats over time', 'held and waiting, day by day', peak)}
${chart('access', index, 'Access', 'sign-ins by level, month by month', access)}
${chart('flow', index, 'Grants and reclaims', 'seats, month by month', `${count(granted)} granted, ${count(reclaimed)} reclaimed`)}
</div>
</section>`
}

const chart = (kind: string, index: number, heading: string, what: string, described: string): string => `<figure>
<figcaption><h3>${heading}</h3><p>${what}</p></figcaption>
<div data-chart="${kind}" data-plan="${index}" role="img" aria-label="${escaped(`${heading}: ${described}`)}"></div>
</figure>`

const named: Readonly<Record<string, string>> = { '&': '&amp;', '<': '&lt;', '>': '&gt;', '"': '&quot;', "'": '&#39;' }

const escaped = (text: string): string => text.replace(/[&<>"']/g, (letter) => named[letter] ?? '')

/** JSON that no script element ends in. */
const inScript = (json: string): string => json.replaceAll('<', '\\u003c')

const hash = (script: string): string => `'sha256-${createHash('sha256').update(script).digest('base64')}'`
