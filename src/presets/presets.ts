// The presets by name, as a command or a document names them.

import type { Policies } from '../policies/policies.ts'
import { concurrentUse } from './concurrentUse.ts'
import { mobileAssignment } from './mobileAssignment.ts'
import { planningPeople } from './planningPeople.ts'
import { statusAllowance } from './statusAllowance.ts'

export const presets = {
  mobileAssignment,
  statusAllowance,
  planningPeople,
  concurrentUse,
} as const satisfies Readonly<Record<string, Policies>>

export type PresetName = keyof typeof presets

export const presetNames = Object.keys(presets) as readonly PresetName[]
