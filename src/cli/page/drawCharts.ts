/// <reference lib="dom" />
// What runs in the browser. The page gets the text of this one function, so it may use nothing from outside itself but types, the
// library and its data, which the page has put before it.

import type UPlot from 'uplot'
import type { PlanData } from './pageData.ts'

/** Draws three charts for each plan into the places that the page has for them; they are looked at and zoomed together. */
export function drawCharts(uPlot: typeof UPlot, plans: readonly PlanData[]): void {
  type Series = UPlot.Series
  type Paths = UPlot.Series.PathBuilder
  type Numbers = (number | null)[]
  const grouped = new Intl.NumberFormat('en-US')
  const text = (value: number | null | undefined): string => (value == null ? '–' : grouped.format(Math.abs(value)))
  const color = (name: string): string => getComputedStyle(document.documentElement).getPropertyValue(`--${name}`).trim()
  const utc = (seconds: number): string => new Date(seconds * 1000).toISOString()
  const charts: UPlot[] = []
  let isZooming = false

  /** A zoom of one chart is a zoom of all. */
  const zoomed = (chart: UPlot, scale: string): void => {
    if (scale !== 'x' || isZooming) return
    const { min, max } = chart.scales.x ?? {}
    if (min === undefined || max === undefined) return
    isZooming = true
    for (const other of charts) if (other !== chart) other.setScale('x', { min, max })
    isZooming = false
  }

  /** A day or month reaches from its own place to the next one's; behind the last there is nothing to tell. */
  const pointedAt = (chart: UPlot, _: number, nearest: number, at: number): number => {
    const xs = chart.data[0]
    const index = (xs[nearest] ?? 0) > at ? nearest - 1 : nearest
    return Math.min(Math.max(index, 0), xs.length - 2)
  }

  /** While nobody points at it, a chart tells its latest figures. */
  const rest = (chart: UPlot): void => {
    if (chart.cursor.idx == null) chart.setLegend({ idx: chart.data[0].length - 2 }, false)
  }

  const axis = (scale: string, side: 1 | 3, ink: string): UPlot.Axis => ({
    scale,
    side,
    stroke: color(ink),
    font: '12px system-ui, sans-serif',
    grid: { show: side === 3, stroke: color('grid'), width: 1 },
    ticks: { show: false },
    values: (_, splits) => splits.map((value) => (Number.isInteger(value) ? text(value) : '')),
    size: (_, values) => 14 + 7 * Math.max(2, ...(values ?? []).map((value) => value.length)),
  })

  const chart = (
    place: HTMLElement,
    when: (at: number) => string,
    data: Numbers[],
    series: Series[],
    rightAxis?: string,
  ): void => {
    const seatsScale =
      place.dataset.most === undefined ? {} : { y: { range: [0, Number(place.dataset.most) * 1.08] as [number, number] } }
    const isBelowZero = data.slice(1).some((values) => values.some((value) => value !== null && value < 0))
    const fromZero = { min: { soft: 0, mode: 1, pad: isBelowZero ? 0.08 : 0 }, max: { soft: 1, mode: 2, pad: 0.08 } } as const
    const options: UPlot.Options = {
      width: place.clientWidth,
      height: place.clientWidth < 500 ? 190 : 230,
      tzDate: (seconds) => uPlot.tzDate(new Date(seconds * 1000), 'Etc/UTC'),
      padding: [8, rightAxis === undefined ? 16 : 0, 0, 0],
      cursor: {
        y: false,
        drag: { x: true, y: false, dist: 5 },
        points: { show: place.dataset.chart === 'seats', size: 7 },
        dataIdx: pointedAt,
        sync: {
          key: 'time',
          setSeries: false,
          scales: ['x', null],
          filters: { pub: (type) => type.startsWith('mouse') && !/down|up/.test(type) },
        },
      },
      scales: {
        x: { time: true },
        y: { range: fromZero },
        waiting: { range: fromZero },
        ...seatsScale,
      },
      axes: [
        {
          stroke: color('muted'),
          font: '12px system-ui, sans-serif',
          grid: { show: false },
          ticks: { stroke: color('grid'), size: 4 },
          space: 60,
          size: 42,
        },
        axis('y', 3, 'muted'),
        ...(rightAxis === undefined ? [] : [axis(rightAxis, 1, 'waiting')]),
      ],
      series: [{ label: '', value: (_, at) => (at == null ? '–' : when(at)) }, ...series],
      hooks: { setScale: [zoomed], setCursor: [rest], ready: [rest] },
    }
    charts.push(new uPlot(options, data as UPlot.AlignedData, place))
  }

  const day = (at: number): string => utc(at).slice(0, 10)
  const month = (at: number): string => utc(at).slice(0, 7)
  const bars = (): Paths | undefined => uPlot.paths.bars?.({ size: [1, Number.POSITIVE_INFINITY], align: 1 })
  const steps = (): Paths | undefined => uPlot.paths.stepped?.({ align: 1 })
  const line = (label: string, ink: string, more: Series): Series => {
    const paths = steps()
    return {
      label,
      stroke: color(ink),
      width: 1.5,
      points: { show: false },
      ...(paths && { paths }),
      value: (_, value) => text(value),
      ...more,
    }
  }
  /** A bar tells its own height, not that of the pile that it is on. */
  const bar = (label: string, ink: string, own: Numbers): Series => {
    const paths = bars()
    return {
      label,
      fill: color(ink),
      stroke: color(ink),
      width: 0,
      points: { show: false },
      ...(paths && { paths }),
      value: (_, __, ___, index) => text(index === null ? null : own[index]),
    }
  }

  /** All charts of the page begin with the first month and end with the last. */
  const ends = (plan: PlanData): [number, number] => {
    const last = new Date((plan.months[plan.months.length - 1] ?? 0) * 1000)
    return [plan.months[0] ?? 0, Date.UTC(last.getUTCFullYear(), last.getUTCMonth() + 1) / 1000]
  }
  const from = Math.min(...plans.map((plan) => ends(plan)[0]))
  const until = Math.max(...plans.map((plan) => ends(plan)[1]))
  const framed = (xs: readonly number[], ...rows: readonly (readonly (number | null)[])[]): [Numbers, ...Numbers[]] => {
    const isLate = (xs[0] ?? from) > from
    const frame = (values: readonly (number | null)[], first: number | null, last: number | null): Numbers => [
      ...(isLate ? [first] : []),
      ...values,
      last,
    ]
    return [frame(xs, from, until), ...rows.map((values) => frame(values, null, null))]
  }

  const seats = (place: HTMLElement, plan: PlanData): void => {
    const xs = plan.seats.map((_, index) => plan.firstDay + index * plan.daysEach * 86_400)
    const allowance = plan.seats.map(() => plan.allowance)
    const waits = plan.waiting.some((value) => value > 0)
    const rows = [plan.seats, ...(plan.allowance === null ? [] : [allowance]), ...(waits ? [plan.waiting] : [])]
    const series = [
      line('seats held', 'seats', { fill: color('seats-area') }),
      ...(plan.allowance === null ? [] : [line('licenses', 'licenses', { dash: [6, 4] })]),
      ...(waits ? [line('waiting', 'waiting', { scale: 'waiting' })] : []),
    ]
    place.dataset.most = String(plan.mostSeats)
    chart(place, day, framed(xs, ...rows), series, waits ? 'waiting' : undefined)
  }

  /** Stacked by drawing the highest first and the lower ones over it. */
  const access = (place: HTMLElement, plan: PlanData): void => {
    const levels = ['none', 'standard', 'trial', 'full'] as const
    // A level that nobody had is not drawn: its color would show at the edges of the one below.
    const piles = levels.map((level, place) =>
      plan[level].map((value, month) =>
        value === 0 ? null : levels.slice(place).reduce((sum, each) => sum + (plan[each][month] ?? 0), 0),
      ),
    )
    const [, ...own] = framed(plan.months, ...levels.map((level) => plan[level]))
    const series = levels.map((level, index) => bar(level, level, own[index] ?? []))
    chart(place, month, framed(plan.months, ...piles), series)
  }

  const flow = (place: HTMLElement, plan: PlanData): void => {
    const down = plan.reclaimed.map((value) => -value)
    const data = framed(plan.months, plan.granted, down)
    chart(place, month, data, [bar('granted', 'full', data[1] ?? []), bar('reclaimed', 'reclaimed', data[2] ?? [])])
  }

  const draw = (): void => {
    for (const old of charts.splice(0)) old.destroy()
    for (const place of document.querySelectorAll<HTMLElement>('[data-chart]')) {
      const plan = plans[Number(place.dataset.plan)]
      if (plan === undefined) continue
      if (place.dataset.chart === 'seats') seats(place, plan)
      else if (place.dataset.chart === 'access') access(place, plan)
      else flow(place, plan)
    }
  }

  draw()
  matchMedia('(prefers-color-scheme: dark)').addEventListener('change', draw)
  let width = document.documentElement.clientWidth
  addEventListener('resize', () => {
    if (width === document.documentElement.clientWidth) return
    width = document.documentElement.clientWidth
    for (const each of charts) {
      const place = each.root.parentElement
      if (place !== null) each.setSize({ width: place.clientWidth, height: each.height })
    }
  })
}
