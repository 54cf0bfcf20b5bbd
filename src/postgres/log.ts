// What is read outside any transaction: the log, the answers that are kept, and who may have something due. One statement each.

import type { LicenseStore } from '../shell/store.ts'
import { restored } from '../store/format.ts'
import { idKey } from '../tables/idKey.ts'
import type { Ask } from './executor.ts'

const eventsAfter = `SELECT record::text AS record FROM license_event WHERE pool = $1::text AND seq > $2::text::bigint
  ORDER BY seq LIMIT $3::text::bigint`

const answersAfter = `SELECT record::text AS record FROM license_command WHERE pool = $1::text AND key > $2::text
  ORDER BY key LIMIT $3::text::bigint`

const due = `SELECT name FROM license_pool WHERE due_at <= $1::text::bigint AND id > $2::text ORDER BY id LIMIT $3::text::bigint`

/** A number as a parameter; no limit at all is NULL. */
export const whole = (value: number): string | null => (Number.isFinite(value) ? String(Math.trunc(value)) : null)

const keyOf = (id: string | undefined): string => (id === undefined ? '' : idKey(id))

export const logOf = (ask: Ask): Pick<LicenseStore, 'events' | 'answers' | 'poolsDue'> => ({
  events: async (pool, after, limit) =>
    (await ask(eventsAfter, idKey(pool), whole(after), whole(limit))).map(({ record }) => restored('event', record, pool)),
  answers: async (pool, after, limit) =>
    (await ask(answersAfter, idKey(pool), keyOf(after), whole(limit))).map(({ record }) => restored('answer', record, pool)),
  poolsDue: async (by, limit, after) => (await ask(due, whole(by), keyOf(after), whole(limit))).map(({ name }) => name as string),
})
