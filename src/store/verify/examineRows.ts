// The rows and the lists of a store of rows. Commands may go on meanwhile: what is replayed is brought to the version of each page before
// the two are compared.

import { eachRecord } from '../../pool/collections/records.ts'
import { Draft } from '../../pool/draft.ts'
import { contentsOf, type LicensePool } from '../../pool/licensePool.ts'
import type { Needs } from '../../pool/rows/extent.ts'
import type { PoolStore } from '../../shell/store.ts'
import { BrokenRecord } from '../format.ts'
import { drift } from './drift.ts'
import type { Findings } from './findings.ts'
import { type RowsRead, readRows } from './readRows.ts'
import type { Replayed } from './replayed.ts'
import { type ReadPage, verifiedLists, verifyList } from './verifyLists.ts'

/** So many rows are read at a time. */
const pageSize = 500

/** What is read by: members by their ids, sessions by theirs, and the running sessions of members. */
type By = 'members' | 'leases' | 'leasesOf'

/** Compares all rows and lists with what is replayed. */
export const examineRows = async (store: PoolStore, id: string, replayed: Replayed, findings: Findings): Promise<void> => {
  const least = replayed.version

  const read = async (needs: Partial<Needs>): Promise<RowsRead> => {
    const rows = await readRows(store, id, needs)
    await replayed.readTo(rows.version)
    const { version } = replayed
    if (rows.version < least || rows.version > version) {
      const message = `is ${rows.version} beside the header, and the events make it ${version}`
      findings.tell([drift('header', ['header', 'version'], message, { stored: rows.version, replayed: version })])
    }
    return rows
  }

  /** Reads by ids, and by halves where one of the rows cannot be read. */
  const readBy = async (
    by: By,
    ids: readonly string[],
    compare: (ids: readonly string[], rows: RowsRead) => void,
  ): Promise<void> => {
    try {
      compare(ids, await read({ [by]: ids }))
    } catch (error) {
      if (!(error instanceof BrokenRecord)) throw error
      if (ids.length === 1) return tellBroken(error, by === 'leasesOf' ? undefined : ids[0])
      const half = Math.ceil(ids.length / 2)
      await readBy(by, ids.slice(0, half), compare)
      await readBy(by, ids.slice(half), compare)
    }
  }

  const tellBroken = ({ kind, id: said, message }: BrokenRecord, asked: string = said): void => {
    const [of, path] = kind === 'member' ? (['member', 'members'] as const) : (['session', 'sessions'] as const)
    // One that does not even say whose it is can be told, and not be mended.
    if (asked === '') findings.tell([drift(of, [path, ''], message)])
    else findings.tellOf(of, asked, [path, asked], message)
  }

  const eachPage = async (by: By, ids: readonly string[], compare: (ids: readonly string[], rows: RowsRead) => void) => {
    for (let from = 0; from < ids.length; from += pageSize) await readBy(by, ids.slice(from, from + pageSize), compare)
  }

  const readPage: ReadPage = async (list, after, count) => {
    try {
      return (await read({ listing: list.listing(after, count) })).page
    } catch (error) {
      if (!(error instanceof BrokenRecord)) throw error
      if (count === 1) tellBroken(error)
      return undefined
    }
  }

  const compareMembers = (ids: readonly string[], rows: RowsRead): void => findings.compare(ids, [], rows)
  const compareSessions = (ids: readonly string[], rows: RowsRead): void => findings.compare([], ids, rows)

  /** Whose leases run, and under whom they are found. */
  const compareHeld = (asked: readonly string[], { sessions }: RowsRead): void => {
    const held = heldBy(replayed.pool, asked)
    for (const session of sessions.keys())
      if (!held.has(session)) findings.tellOf('session', session, ['holders', session], 'stands where it should not')
    for (const session of held)
      if (!sessions.has(session)) findings.tellOf('session', session, ['holders', session], 'is missing')
  }

  const { members, leases } = contentsOf(replayed.pool)
  const memberIds: string[] = []
  const sessionIds: string[] = []
  const holders = new Set<string>()
  eachRecord(members, (member) => memberIds.push(member.id))
  eachRecord(leases, (lease) => {
    sessionIds.push(lease.id)
    if (lease.state === 'running') holders.add(lease.member)
  })
  replayed.named.members.clear()
  replayed.named.sessions.clear()
  await eachPage('members', memberIds, compareMembers)
  await eachPage('leases', sessionIds, compareSessions)
  // In rows and in columns of a square, so that no two members are asked for together both times: a lease under the other one is seen.
  for (const group of squared([...holders])) await readBy('leasesOf', group, compareHeld)
  for (const list of verifiedLists) {
    await verifyList(list, replayed, readPage, (of, row, message) => findings.tellOf(of.of, row, [...of.path, row], message))
  }
  // Whoever came meanwhile was on no page.
  await eachPage('members', [...replayed.named.members], compareMembers)
  await eachPage('leases', [...replayed.named.sessions], compareSessions)
}

/** The rows and the columns of a square of these. */
const squared = <A>(all: readonly A[]): readonly (readonly A[])[] => {
  const side = Math.ceil(Math.sqrt(all.length))
  const lines = Array.from({ length: side }, (_, line) => line)
  return [
    ...lines.map((line) => all.slice(line * side, (line + 1) * side)),
    ...lines.map((line) => all.filter((_, index) => index % side === line)),
  ].filter((group) => group.length > 0)
}

/** The running sessions of some members. */
const heldBy = (pool: LicensePool, holders: readonly string[]): ReadonlySet<string> => {
  const draft = new Draft(pool, Number.NEGATIVE_INFINITY)
  return new Set(
    holders.flatMap((id) => {
      const member = draft.member(id)
      return member === undefined ? [] : draft.leasesOf(member).map((lease) => lease.id)
    }),
  )
}
