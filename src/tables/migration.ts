// A step that makes the tables, or changes them. One that was released is never changed: a change is a new one.

/**
 * One step of the tables: run once, in order.
 *
 * @example
 * for (const { name, sql } of migrations) show(`-- ${name}\n${sql}`)
 */
export interface Migration {
  readonly version: number
  readonly name: string
  readonly sql: string
}
