// What authors of stores import, beside the root entry: partial pools out of rows, and the way back from what was stored. An
// application that uses a store that is there needs nothing of it.

export { type Run, run } from '../pool/execute.ts'
export type { Needs, Reach } from '../pool/extent.ts'
export { fromSnapshot } from '../pool/fromSnapshot.ts'
export { membersNamedBy, sessionsNamedBy } from '../pool/membersNamedBy.ts'
export type { Header } from '../pool/model/header.ts'
export type { LeaseRow, MemberRow } from '../pool/model/row.ts'
export type { OrderName } from '../pool/orders.ts'
export { type LoadedRows, partialPool, type Rows, rowsOf, widen } from '../pool/partial.ts'
export { decodeEvent } from '../pool/validation/eventShape.ts'
export type { Change, LicenseStore, StoredAnswer, Transacted, Verdict, Work, Working, WorkRequest } from '../shell/store.ts'
