// The steps of the tables that are missing, each run once. One statement, so that any executor will do and all of it counts or nothing.

import type { Migration } from '../tables/migration.ts'
import { type PostgresExecutor, quotedName, sayer } from './executor.ts'
import { migrations } from './migrations.ts'

/** Ours alone, as far as one can tell: whoever migrates waits for whoever else does. */
const lockNumber = 5_127_983_204_117

const steps = 'SELECT version::text AS version FROM license_schema'

const isThere = 'SELECT to_regclass($1::text)::text AS name'

/** The block looks again at what is missing, behind the lock. */
const step = ({ version, name, sql }: Migration): string => `
  IF NOT EXISTS (SELECT FROM license_schema WHERE version = ${version}) THEN
${sql}
    INSERT INTO license_schema (version, name) VALUES (${version}, '${name}');
  END IF;`

const block = (missing: readonly Migration[], schema: string | undefined): string => {
  // What the tables are made in is the caller's again afterwards.
  const [into, back] =
    schema === undefined
      ? ['', '']
      : [
          `PERFORM set_config('search_path', '${quotedName(schema).replaceAll("'", "''")}', true);`,
          `PERFORM set_config('search_path', before, true);`,
        ]
  return `DO $license_pool$
DECLARE before text := current_setting('search_path');
BEGIN
  PERFORM pg_advisory_xact_lock(${lockNumber});
  ${into}
  CREATE TABLE IF NOT EXISTS license_schema (version integer PRIMARY KEY, name text NOT NULL);
${missing.map(step).join('\n')}
  ${back}
END $license_pool$`
}

/**
 * Makes the tables, or what is missing of them: all or nothing, and each step once, though several processes start at once. Answers the
 * names of the steps that were missing. The store never does this by itself; whoever runs `migrations` with a tool of their own leaves it.
 *
 * @example
 * const atStart = async (pool: PostgresPool) => show(await migrate(pool))
 */
export const migrate = async (db: PostgresExecutor, options: { readonly schema?: string } = {}): Promise<readonly string[]> => {
  if (typeof options !== 'object') throw new TypeError('migrate takes options: { schema }')
  const { schema } = options
  if (typeof schema !== 'string' && schema !== undefined) throw new TypeError('schema: must be the name of a PostgreSQL schema')
  if (schema?.includes('$license_pool$') === true) throw new TypeError('schema: must not contain $license_pool$')
  const ask = sayer({ schema, prepared: false })(db)
  const table = schema === undefined ? 'license_schema' : `${quotedName(schema)}.license_schema`
  const [found] = (await db.query(isThere, [table])).rows as readonly { readonly name: string | null }[]
  const done = found?.name == null ? [] : (await ask(steps)).map(({ version }) => Number(version))
  const missing = migrations.filter(({ version }) => !done.includes(version))
  if (missing.length > 0) await db.query(block(missing, schema), [])
  return missing.map(({ name }) => name)
}
