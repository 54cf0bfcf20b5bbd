// A pool to begin a story with (story.ts).

import { type OwnPolicy, openPool, type PoliciesPatch, policies } from '../../src/index.ts'
import type { OpeningLot } from '../../src/pool/model/command.ts'
import { type PresetName, presets } from '../../src/presets/presets.ts'
import { Story } from './story.ts'
import { momentOf } from './told.ts'

/** Auto-assign off and notifications on: a first sign-in gets a provisional seat (M10). */
export const byApproval = { autoAssign: { enabled: false }, notifications: { enabled: true } } as const

interface Beginning {
  /** Merged over the preset; with `preset: false` over nothing. Default: `mobileAssignment`. */
  readonly policies?: PoliciesPatch
  readonly preset?: PresetName | false
  /** The integrator's own policies. */
  readonly own?: readonly OwnPolicy[]
  /** One open-ended lot named `base`; 0 is none. Default: 1. */
  readonly allowance?: number
  /** Their terms are written, as every moment of a story: local to the pool, or ending in `Z`. */
  readonly lots?: readonly { readonly lot: string; readonly quantity: number; readonly from?: string; readonly until?: string }[]
  readonly timeZone?: string
  readonly at?: string
  /** Added at the beginning, in this order. */
  readonly members?: readonly string[]
}

export const given = ({
  allowance = 1,
  timeZone = 'UTC',
  at = '2026-03-02T09:00',
  members = [],
  ...rest
}: Beginning = {}): Story => {
  const term = (name: 'from' | 'until', written?: string) =>
    written === undefined ? {} : { [name]: momentOf(written, timeZone) }
  const lots: OpeningLot[] = allowance === 0 ? [] : [{ lot: 'base', quantity: allowance }]
  for (const { from, until, ...lot } of rest.lots ?? []) lots.push({ ...lot, ...term('from', from), ...term('until', until) })
  const preset = rest.preset === false ? {} : presets[rest.preset ?? 'mobileAssignment']
  const merged = policies(preset, rest.policies ?? {})
  const now = momentOf(at, timeZone)
  const opened = openPool({ type: 'OpenPool', organization: 'acme', timeZone, policies: merged, lots }, now, {
    role: 'accountManager',
  })
  if (opened._tag === 'Left') throw new Error(opened.left.message)
  const story = new Story(opened.right, now, timeZone, rest.own === undefined ? undefined : { policies: rest.own })
  return members.reduce((soFar, member) => soFar.when({ type: 'AddMember', member }, { by: 'system' }), story)
}
