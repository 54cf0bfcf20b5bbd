// The presets by name, as a command or a document names them.

import type { Policies } from '../policies/policies.ts'
import { concurrentUse } from './concurrentUse.ts'
import { mobileAssignment } from './mobileAssignment.ts'

export const presets = { mobileAssignment, concurrentUse } as const satisfies Readonly<Record<string, Policies>>

export type PresetName = keyof typeof presets

export const presetNames = Object.keys(presets) as readonly PresetName[]
