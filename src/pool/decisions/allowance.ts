// What the vendor and the administrator decide about the allowance and the policies (A1, S5, M13, D7).

import { sharesLeases } from '../../policies/concurrent.ts'
import { countingRule, meaningOf } from '../../policies/counting.ts'
import { mergePolicies, type Policies, type PoliciesPatch } from '../../policies/policies.ts'
import { presets } from '../../presets/presets.ts'
import type { Draft } from '../draft.ts'
import { emit } from '../evolution/evolve.ts'
import { canonical } from '../model/canonical.ts'
import type { AddLot, ChangePolicies, LowerAllowance, OpenPool } from '../model/command.ts'
import { defined } from '../model/frozen.ts'
import { cutsFor, differingField } from '../model/lot.ts'
import { invalid, type Rejection, reject } from '../model/rejection.ts'
import { pathText } from '../validation/flaw.ts'

/** Opens what is not open yet; the same again is already so. */
export const openPool = (draft: Draft, command: OpenPool): Rejection | undefined => {
  const { organization, timeZone = 'UTC', lots = [] } = command
  const preset: Policies = command.preset === undefined ? {} : presets[command.preset]
  const asked = { organization, timeZone, policies: mergePolicies(preset, command.policies ?? {}) }
  const { header } = draft
  const isOpen = header.version > 0
  if (!isOpen) emit(draft, { type: 'PoolOpened', ...asked, reason: 'command' })
  const differs = (['organization', 'timeZone', 'policies'] as const).find(
    (field) => canonical(draft.header[field]) !== canonical(asked[field]),
  )
  if (differs !== undefined) return opened(differs)
  for (const [index, lot] of lots.entries()) {
    if (isOpen && !hasLot(draft, lot.lot)) return opened(`lots[${index}]`)
    const refusal = addLot(draft, { type: 'AddLot', organization, ...defined(lot) }, `lots[${index}].`)
    if (refusal !== undefined) return refusal
  }
  return undefined
}

const hasLot = (draft: Draft, lot: string): boolean => draft.header.lots.some((each) => each.ordered.lot === lot)

const opened = (field: string): Rejection => invalid(field, 'the pool is open already, and differs here')

/** Adds a lot; the same lot again is already so, however late it comes (A1). */
export const addLot = (draft: Draft, command: AddLot, path = ''): Rejection | undefined => {
  const { lot, organization, quantity, from, until } = command
  const existing = draft.header.lots.find((each) => each.ordered.lot === lot)
  const differs = existing && differingField(existing.ordered, command)
  if (differs !== undefined) return invalid(path + differs, `differs from the lot ${lot} that was added before`)
  if (existing === undefined && until !== undefined && until <= draft.at) return invalid(`${path}until`, 'must be later than now')
  if (organization !== draft.header.organization) {
    return reject({ type: 'WrongOrganization', organization, expected: draft.header.organization })
  }
  if (existing !== undefined) return undefined
  const term = defined({ from, until })
  emit(draft, { type: 'LotAdded', lot, quantity, ...term, startsAt: Math.max(from ?? draft.at, draft.at), reason: 'command' })
  return undefined
}

/** Cuts lots in force down to the new allowance (S5). */
export const lowerAllowance = (draft: Draft, { to }: LowerAllowance): Rejection | undefined => {
  const { allowance: from, lots } = draft.header
  if (to > from) return invalid('to', `must not be above the allowance of ${from}`)
  if (to === from) return undefined
  emit(draft, { type: 'AllowanceLowered', from, to, cuts: cutsFor(lots, from - to), reason: 'command' })
  return undefined
}

/** Changes policies while the pool runs (M13). Whether leases are shared says what each of them counts for, so it stays while any runs (D7). */
export const changePolicies = (draft: Draft, command: ChangePolicies): Rejection | undefined => {
  const { policies: before, counts, leases } = draft.header
  const policies = mergePolicies(before, command.policies as PoliciesPatch)
  if (leases.running > 0 && sharesLeases(policies) !== sharesLeases(before)) {
    return invalid('policies.concurrent.shared', `cannot be changed while leases run (${leases.running})`)
  }
  const hasMembers = Object.values(counts).some((count) => count > 0)
  const refusal = hasMembers ? countingFixed(before, policies, leases.running) : undefined
  if (refusal === undefined && canonical(policies) !== canonical(before))
    emit(draft, { type: 'PoliciesChanged', policies, reason: 'command' })
  return refusal
}

/**
 * Who counts was decided as each member came in: a pool with members keeps its rule, and what its statuses count (D7). A status that
 * signs in does so while leases run, or one would be held by a member who cannot (C10).
 */
const countingFixed = (before: Policies, after: Policies, running: number): Rejection | undefined => {
  const rule = countingRule(before)
  if (countingRule(after) !== rule) return invalid('policies.counting.rule', `is ${rule}, and stays so once the pool has members`)
  for (const [name, { counts, signsIn }] of Object.entries(before.counting?.statuses ?? {})) {
    const path = pathText(['policies', 'counting', 'statuses', name])
    const now = meaningOf(after, name)
    if (now === undefined) return invalid(path, 'cannot be removed once the pool has members')
    if (now.counts !== counts) return invalid(path, `counts is ${counts}, and stays so once the pool has members`)
    if (running > 0 && signsIn && !now.signsIn) return invalid(path, `signs in, and stays so while leases run (${running})`)
  }
  return undefined
}
