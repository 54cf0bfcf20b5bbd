// What can be asked of a pool through the shell, and by whom (R): a member about itself only, any other role about everybody.

import { type Either, isLeft, left, right } from 'fp-ts/lib/Either.js'
import type { Draft } from '../pool/draft.ts'
import type { Beyond } from '../pool/gate/ownPolicy.ts'
import type { Actor } from '../pool/model/actor.ts'
import { type Rejection, reject } from '../pool/model/rejection.ts'
import { accessIn } from '../pool/queries/access.ts'
import { blockersOf } from '../pool/queries/blockers.ts'
import { explanationOf } from '../pool/queries/explain.ts'
import { type Invoice, invoiceOf } from '../pool/queries/invoice.ts'
import { viewsOf } from '../pool/queries/members.ts'
import { type SessionFilter, sessionsIn } from '../pool/queries/sessions.ts'
import { summaryOf } from '../pool/queries/summary.ts'
import { nextDue } from '../pool/settlement/due.ts'
import { readCall, readFilter, readMember, readMembers, readSessionFilter } from './call.ts'
import type { Clock } from './clock.ts'
import type { Licensing } from './licensing.ts'
import type { Asking } from './options.ts'
import type { WorkRequest } from './store.ts'
import type { Transact } from './transactor.ts'
import { inquiry } from './work.ts'

type Questions = Pick<Licensing, 'access' | 'explain' | 'blockers' | 'summary' | 'members' | 'sessions' | 'invoice' | 'nextDue'>

/** A question: what it is about, as it was read; which rows it takes; and how it is answered. */
interface Question<About, A> {
  readonly verb: keyof Questions
  readonly about: Either<Rejection, About>
  readonly rows: (about: About) => WorkRequest['members']
  readonly answer: (draft: Draft, about: About) => A
  /** Whom it asks about being moved to unlicensed. */
  readonly moved?: (about: About) => readonly string[]
}

export const questions = (
  transact: Transact,
  clock: Clock,
  lookBeyond: (pool: string, members: readonly string[]) => Beyond | Promise<Beyond>,
): Questions => {
  const ask = async <About, A>(
    poolId: string,
    asking: Asking,
    { verb, about, rows, answer, moved }: Question<About, A>,
  ): Promise<Either<Rejection, A>> => {
    const call = readCall(poolId, asking, clock.now())
    if (isLeft(call)) return call
    if (isLeft(about)) return about
    const { pool, actor, at } = call.right
    if (!mayAsk(actor, about.right)) return left(reject({ type: 'NotPermitted', role: actor.role, command: verb }))
    const request = { members: rows(about.right), readOnly: true }
    const looked = lookBeyond(pool, moved?.(about.right) ?? [])
    const beyond = looked instanceof Promise ? await looked : looked
    const question = (draft: Draft) => answer(draft, about.right)
    return transact(pool, request, (working) => inquiry(pool, at, question, request, working, beyond))
  }

  return {
    access: (pool, member, asking) =>
      ask(pool, asking, {
        verb: 'access',
        about: readMember(member),
        rows: (id) => [id],
        answer: (draft, id) => accessIn(draft, id),
      }),
    explain: (pool, member, asking) =>
      ask(pool, asking, { verb: 'explain', about: readMember(member), rows: (id) => [id], answer: explanationOf }),
    blockers: (pool, members, asking) =>
      ask(pool, asking, { verb: 'blockers', about: readMembers(members), rows: itself, answer: blockersOf, moved: itself }),
    summary: (pool, asking) => ask(pool, asking, { verb: 'summary', about: everybody, rows: none, answer: summaryOf }),
    members: (pool, filter, asking) =>
      ask(pool, asking, { verb: 'members', about: readFilter(filter), rows: () => 'all', answer: viewsOf }),
    invoice: (pool, asking) => ask(pool, asking, { verb: 'invoice', about: everybody, rows: none, answer: nextInvoice }),
    sessions: (pool, filter, asking) => {
      const rows = ({ member }: SessionFilter) => (member === undefined ? 'all' : [member])
      return ask(pool, asking, { verb: 'sessions', about: readSessionFilter(filter), rows, answer: sessionsIn })
    },
    nextDue: (pool, asking) => ask(pool, asking, { verb: 'nextDue', about: everybody, rows: none, answer: nextMoment }),
  }
}

const everybody = right(undefined)
const itself = <A>(about: A): A => about
const none = (): readonly string[] => []

const nextInvoice = (draft: Draft): Invoice | null => invoiceOf(draft) ?? null

const nextMoment = (draft: Draft): number | null => nextDue(draft, Number.NEGATIVE_INFINITY)?.at ?? null

const isFilter = (about: unknown): about is SessionFilter => typeof about === 'object'

/** The default denies (X9). */
const mayAsk = ({ role, id }: Actor, about: unknown): boolean => {
  switch (role) {
    case 'member':
      return id !== undefined && id === (isFilter(about) ? about.member : about)
    case 'systemAdmin':
    case 'accountManager':
    case 'setupWizard':
    case 'system':
      return true
    default:
      role satisfies never
      return false
  }
}
