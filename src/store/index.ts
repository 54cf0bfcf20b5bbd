// What works on what is stored, beside the root entry: pools out of rows, batches for a group commit, events read again, snapshots. It is
// for authors of stores and for whoever reads a pool's past; an application that only asks and commands needs nothing of it.

export { type Run, run } from '../pool/execute.ts'
export { type BatchOutcome, executeAll, type Request } from '../pool/executeAll.ts'
export type { Header } from '../pool/model/header.ts'
export type { LeaseRow, MemberRow } from '../pool/model/row.ts'
export type { OrderName } from '../pool/orders.ts'
export { type Holder, holdersAt } from '../pool/queries/holders.ts'
export type { Listing, Needs, Reach } from '../pool/rows/extent.ts'
export { fromSnapshot } from '../pool/rows/fromSnapshot.ts'
export { membersNamedBy, sessionsNamedBy } from '../pool/rows/membersNamedBy.ts'
export { dueNotBefore, type LoadedRows, partialPool, type Rows, rowsOf, widen } from '../pool/rows/partial.ts'
export { rowsNamedBy } from '../pool/rows/rowsNamedBy.ts'
export { replay, type Snapshot, schemaVersion, toSnapshot } from '../pool/rows/snapshot.ts'
export { decodeEvent } from '../pool/validation/eventShape.ts'
export type {
  Awaitable,
  Change,
  Claim,
  Cursor,
  LicenseStore,
  PoolStore,
  StoredAnswer,
  Transacted,
  Verdict,
  Work,
  Working,
  WorkRequest,
} from '../shell/store.ts'
export { type Delivered, type Delivery, deliver } from './deliver.ts'
export { type Documents, documentStore, type SavedDocument } from './documentStore.ts'
export { BrokenRecord } from './format.ts'
export { holdersIn, type SeatsStep, seatsOverTime } from './history.ts'
export type { PageFilter } from './lists/asking.ts'
export { type DueItem, type DuePage, listDue } from './lists/listDue.ts'
export { listMembers, listWaiting, type MembersPage } from './lists/listMembers.ts'
export { listSessions, type SessionsPage } from './lists/listSessions.ts'
export { exportPool } from './transfer/exportPool.ts'
export { type Imported, importPool } from './transfer/importPool.ts'
export type { Drift } from './verify/drift.ts'
export { BrokenLog, type Rebuilt, rebuild } from './verify/rebuild.ts'
export type { Verification } from './verify/verification.ts'
export { verify } from './verify/verify.ts'
