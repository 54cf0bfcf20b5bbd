// A pool out of the lines of an export, into any store. It writes as commands do, so whatever a store promises of a write holds of it; and it
// may be broken off and begun again, since what is there already is compared and not written.

import { type Either, isLeft, left, right } from 'fp-ts/lib/Either.js'
import { canonical } from '../../pool/model/canonical.ts'
import type { LicenseEvent } from '../../pool/model/event.ts'
import { invalid, type Rejection } from '../../pool/model/rejection.ts'
import { isId } from '../../shell/call.ts'
import { frozen } from '../../shell/frozen.ts'
import type { Cursor, LicenseStore, StoredAnswer } from '../../shell/store.ts'
import { transactor } from '../../shell/transactor.ts'
import { EventWriter } from './eventWriter.ts'
import { type ExportEnd, type ExportHead, readBody, readHead, wrong } from './lines.ts'

/**
 * What an import came to.
 *
 * @example
 * const again: Imported = { pool: 'crm', version: 27, written: 0 }
 */
export interface Imported {
  readonly pool: string
  /** The version that was exported. */
  readonly version: number
  /** How many events were written; 0: it was already so. */
  readonly written: number
}

/**
 * Reads a pool out of the lines of an `exportPool`, of this format or an earlier one, into a store that does not have it, or has its beginning
 * (an import that was broken off) or all of it (then it is already so); `pool` puts it under another id. Every line is checked first, and what
 * is written is what the events make (X3, X10). Lines before one that is refused may have been written: mend it, and import again.
 * Rejections: `Invalid`, at the line and the field; also where the pool that is there has other events, or other answers under a key.
 *
 * @example
 * const lines: string[] = []
 * for await (const line of exportPool(store, 'crm')) lines.push(line)
 * const elsewhere = memoryStore()
 * console.log(orThrow(await importPool(elsewhere, lines))) // { pool: 'crm', version: 2, written: 2 }
 * console.log(orThrow(await importPool(elsewhere, lines))) // { pool: 'crm', version: 2, written: 0 }
 */
export const importPool = async (
  store: LicenseStore,
  lines: AsyncIterable<string> | Iterable<string>,
  { pool: under }: { readonly pool?: string } = {},
): Promise<Either<Rejection, Imported>> => {
  if (under !== undefined && !isId(under)) return left(invalid('pool', 'must be text of 1 to 1,000 characters'))
  let head: ExportHead | undefined
  let reading: Reading | undefined
  let number = 0
  for await (const line of lines) {
    number++
    if (line === '') continue
    if (reading === undefined) {
      const read = readHead(line, number)
      if (isLeft(read)) return read
      head = read.right
      reading = new Reading(store, under ?? head.pool, head.version)
      continue
    }
    const refusal = await reading.take(line, number)
    if (refusal !== undefined) return left(refusal)
  }
  if (head === undefined || reading === undefined) return left(wrong(number + 1, '', 'is missing: there is no export'))
  const { isEnded, written } = reading
  if (!isEnded) return left(wrong(number + 1, '', 'is missing: the export is not whole'))
  return right({ pool: under ?? head.pool, version: head.version, written })
}

/** So many answers are written side by side. */
const answersAtATime = 100

/** What has been read of an export behind its first line. */
class Reading {
  readonly #store: LicenseStore
  readonly #pool: string
  readonly #version: number
  readonly #events: EventWriter
  #answers: { readonly number: number; readonly answer: StoredAnswer }[] = []
  readonly #count = { events: 0, answers: 0, cursors: 0 }
  isEnded = false

  constructor(store: LicenseStore, pool: string, version: number) {
    this.#store = store
    this.#pool = pool
    this.#version = version
    this.#events = new EventWriter(store, pool)
  }

  get written(): number {
    return this.#events.written
  }

  /** Takes a line; answers what is wrong with it, or with one before it. */
  async take(line: string, number: number): Promise<Rejection | undefined> {
    if (this.isEnded) return wrong(number, '', 'stands behind the end')
    const read = readBody(line, number, this.#pool)
    if (isLeft(read)) return read.left
    const body = read.right
    if ('event' in body) return this.#takeEvent(body.event, number)
    const refusal =
      this.#events.version === this.#version ? await this.#events.flush() : missing(number, this.#events.version + 1)
    if (refusal !== undefined) return refusal
    if ('answer' in body) return this.#takeAnswer(body.answer, number)
    return (
      (await this.#flushAnswers()) ?? ('cursor' in body ? this.#takeCursor(body.cursor, number) : this.#takeEnd(body.end, number))
    )
  }

  async #takeEvent(event: LicenseEvent, number: number): Promise<Rejection | undefined> {
    this.#count.events++
    if (event.seq > this.#version) return wrong(number, 'event.seq', `is ${event.seq}, and the version is ${this.#version}`)
    return this.#events.take(event, number)
  }

  async #takeAnswer(answer: StoredAnswer, number: number): Promise<Rejection | undefined> {
    this.#count.answers++
    this.#answers.push({ number, answer: frozen(answer) })
    return this.#answers.length < answersAtATime ? undefined : this.#flushAnswers()
  }

  async #flushAnswers(): Promise<Rejection | undefined> {
    const answers = this.#answers
    this.#answers = []
    const refusals = await Promise.all(answers.map(({ number, answer }) => this.#writeAnswer(answer, number)))
    return refusals.find((each) => each !== undefined)
  }

  #writeAnswer(answer: StoredAnswer, number: number): Promise<Rejection | undefined> {
    const { key } = answer
    return transactor(this.#store)(this.#pool, { members: [], key, readOnly: false }, ({ pool, answer: kept }) => {
      if (pool === undefined) throw new Error(`the pool ${this.#pool} is gone`)
      if (kept === undefined)
        return {
          verdict: { type: 'Write', change: { from: pool.version, pool, events: [], answer } },
          result: { refusal: undefined },
        }
      const refusal =
        canonical(kept) === canonical(answer) ? undefined : wrong(number, 'answer', `is another one than is kept under ${key}`)
      return { verdict: { type: 'Nothing' }, result: { refusal } }
    }).then(({ refusal }) => refusal)
  }

  async #takeCursor({ consumer, seq }: Cursor, number: number): Promise<Rejection | undefined> {
    this.#count.cursors++
    if (seq > this.#version) return wrong(number, 'cursor.seq', `is ${seq}, and the version is ${this.#version}`)
    const known = (await this.#store.cursors(this.#pool)).find((each) => each.consumer === consumer)
    // Who is further already goes on; who delivers at the moment keeps its claim.
    if ((known?.seq ?? 0) < seq) await this.#store.advance(consumer, this.#pool, seq)
    return undefined
  }

  #takeEnd(end: ExportEnd, number: number): Rejection | undefined {
    this.isEnded = true
    for (const name of ['events', 'answers', 'cursors'] as const)
      if (end[name] !== this.#count[name])
        return wrong(number, `end.${name}`, `is ${end[name]}, and there were ${this.#count[name]}`)
    return undefined
  }
}

const missing = (number: number, seq: number): Rejection => wrong(number, '', `comes too early: the event ${seq} is missing`)
