// The course of a verify: the log first, then the header, then the rows and the lists, each part as of its own version.

import { contentsOf, type LicensePool } from '../../pool/licensePool.ts'
import { nextDue } from '../../pool/queries/nextDue.ts'
import { dueNotBefore } from '../../pool/rows/partial.ts'
import type { LicenseStore, PoolStore } from '../../shell/store.ts'
import { transactor } from '../../shell/transactor.ts'
import { BrokenRecord } from '../format.ts'
import { differences, drift } from './drift.ts'
import { examineRows } from './examineRows.ts'
import { Findings } from './findings.ts'
import { readRows, rowsIn, storedVersion } from './readRows.ts'
import { Replayed } from './replayed.ts'
import type { Verification } from './verification.ts'

/** What a verify found, and what a rebuild goes by. */
export interface Examined {
  readonly verification: Verification
  /** The pool as its events make it. */
  readonly replayed: LicensePool
  readonly mends: { readonly members: readonly string[]; readonly sessions: readonly string[] }
  /** Nothing can be mended by a log that is broken. */
  readonly isLogBroken: boolean
}

export const examine = async (store: LicenseStore, id: string): Promise<Examined> => {
  const replayed = new Replayed(store, id)
  const findings = new Findings(replayed)
  await replayed.readTo()
  if (!replayed.isBroken) await compareAll(store, id, replayed, findings)
  const { members, leases } = contentsOf(replayed.pool)
  const found = replayed.isBroken ? replayed.drifts : findings.drifts
  const counts = { events: replayed.events, members: members.size, sessions: leases.size }
  return {
    verification: { pool: id, version: replayed.version, ...counts, drifts: found },
    replayed: replayed.pool,
    mends: { members: [...findings.members], sessions: [...findings.sessions] },
    isLogBroken: replayed.isBroken,
  }
}

const compareAll = async (store: LicenseStore, id: string, replayed: Replayed, findings: Findings): Promise<void> => {
  const read = await readHeader(store, id)
  if (read.broken !== undefined) {
    findings.tell([drift('header', ['header'], `cannot be read: ${read.broken}`)])
    return (await hasRows(store, id)) ? examineRows(store, id, replayed, findings) : undefined
  }
  const stored = read.pool
  if (stored === undefined) return tellAllMissing(replayed, findings)
  await replayed.readTo(stored.version)
  replayed.mustReach(stored.version)
  if (replayed.isBroken) return
  const { header, extent } = contentsOf(stored)
  findings.tell(differences('header', ['header'], header, contentsOf(replayed.pool).header))
  tellLateBound(stored, replayed, findings)
  if (extent !== undefined) return examineRows(store, id, replayed, findings)
  const rows = rowsIn(stored)
  const made = rowsIn(replayed.pool)
  findings.compare(
    new Set([...made.members.keys(), ...rows.members.keys()]),
    new Set([...made.sessions.keys(), ...rows.sessions.keys()]),
    rows,
  )
}

type HeaderRead =
  | { readonly pool: LicensePool | undefined; readonly broken?: undefined }
  | { readonly pool?: undefined; readonly broken: string }

const readHeader = async (store: PoolStore, id: string): Promise<HeaderRead> => {
  try {
    return await transactor(store)(id, { members: [], readOnly: true }, ({ pool }) => ({
      verdict: { type: 'Nothing' },
      result: { pool },
    }))
  } catch (error) {
    // A store that cannot be reached fails here, too, and that is nothing that drifted.
    if (!(error instanceof BrokenRecord)) await storedVersion(store, id)
    return { broken: (error as Error).message }
  }
}

/** Whether there are rows to be read beside a header that cannot be: a store of documents has none. */
const hasRows = async (store: PoolStore, id: string): Promise<boolean> => {
  try {
    await readRows(store, id, { listing: { of: 'sessions', after: 0, count: 1 } })
    return true
  } catch (error) {
    return error instanceof BrokenRecord
  }
}

const tellAllMissing = ({ version, pool }: Replayed, findings: Findings): void => {
  if (version === 0) return
  findings.tell([drift('header', ['header'], 'is missing', { replayed: contentsOf(pool).header })])
  const { members, sessions } = rowsIn(pool)
  findings.compare(members.keys(), sessions.keys(), rowsIn(undefined))
}

/** Nothing is looked for before the moment that a store keeps for it: something that falls due earlier would come too late (T4). */
const tellLateBound = (stored: LicensePool, { pool }: Replayed, findings: Findings): void => {
  const bound = dueNotBefore(stored)
  // What is replayed stands in order, so the first of it is what really falls due first.
  const due = nextDue(pool)
  if (due === undefined || due >= bound) return
  const message = `is ${bound}, and something falls due at ${due}`
  findings.tell([drift('dueNotBefore', ['dueNotBefore'], message, { stored: bound, replayed: due })])
}
