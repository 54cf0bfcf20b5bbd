// What a worker was answered, in a file of its own: one line each, written after the answer and before anything else is asked. A kill leaves
// at most a torn last line, which says nothing.

import { appendFileSync, existsSync, readFileSync } from 'node:fs'
import type { Answer, Rejection } from '../../src/index.ts'

/** An `Either` as it stands in JSON. */
export type Result = { readonly _tag: 'Right'; readonly right: Answer } | { readonly _tag: 'Left'; readonly left: Rejection }

export interface Acknowledgement {
  readonly key: string
  readonly pool: string
  readonly result: Result
}

/** A call that was rejected; it is given again under the same key. */
export interface Failed {
  readonly key: string
  readonly error: string
}

export interface Journal {
  readonly startedAt: number
  readonly acknowledgements: readonly Acknowledgement[]
  readonly failures: readonly Failed[]
}

/** The pen of one process. */
export const journalIn = (file: string) => {
  const write = (line: object): void => appendFileSync(file, `${JSON.stringify(line)}\n`)
  return {
    started: (startedAt: number) => write({ startedAt }),
    acknowledged: (acknowledgement: Acknowledgement) => write(acknowledgement),
    failed: (key: string, error: unknown) => write({ key, error: said(error) } satisfies Failed),
  }
}

/** What an error calls itself, with its code where it has one. */
const said = (error: unknown): string => {
  const { name, code, message } = error as { readonly name?: unknown; readonly code?: unknown; readonly message?: unknown }
  return [name, code, message].filter((each) => each !== undefined && each !== '').join(': ')
}

export const readJournal = (file: string): Journal => {
  const acknowledgements: Acknowledgement[] = []
  const failures: Failed[] = []
  let startedAt = Number.POSITIVE_INFINITY
  const text = existsSync(file) ? readFileSync(file, 'utf8') : ''
  // What stands behind the last line break is torn, or nothing.
  for (const line of text.split('\n').slice(0, -1)) {
    const read = JSON.parse(line) as Acknowledgement | Failed | { readonly startedAt: number }
    if ('startedAt' in read) startedAt = read.startedAt
    else if ('error' in read) failures.push(read)
    else acknowledgements.push(read)
  }
  return { startedAt, acknowledgements, failures }
}
