// What the columns mean: a moment, a member, and perhaps the client it signed in with.

import { parseMoment } from '../../pool/time/moment.ts'
import { quoted, suggestion } from '../../pool/validation/flaw.ts'
import { issuesOf, text } from '../../pool/validation/shape.ts'
import type { Activity } from '../../simulation/replay.ts'
import { Fault } from '../fault.ts'

const columns = ['at', 'member', 'client'] as const

/** The client of a row that names none. */
const defaultClient = 'mobile'

/** Takes row by row, the first of which names the columns. */
export const rowReader = (take: (row: Activity) => void) => {
  let places: Readonly<Record<string, number>> | undefined
  let width = 0
  let blankLine: number | undefined
  let last: { readonly at: number; readonly text: string } | undefined
  return {
    take: (fields: readonly string[], line: number): void => {
      if (fields.length === 1 && fields[0] === '' && places !== undefined) {
        blankLine ??= line
        return
      }
      if (blankLine !== undefined) throw new Fault('the line is blank, and rows follow it', blankLine)
      if (places === undefined) {
        places = placesOf(fields)
        width = fields.length
        return
      }
      if (fields.length !== width) {
        throw new Fault(`the row has ${counted(fields.length, 'field')}, and the first line names ${counted(width, 'column')}`)
      }
      const cell = (column: string): string | undefined => fields[places?.[column] ?? -1]
      const at = momentOf(cell('at') ?? '')
      if (last !== undefined && at < last.at) {
        throw new Fault(`the rows are not in order: ${cell('at')} comes after ${last.text}`)
      }
      last = { at, text: cell('at') ?? '' }
      take({ at, member: idOf('member', cell('member') ?? ''), client: idOf('client', cell('client') || defaultClient) })
    },
    end: (): void => {
      if (places === undefined) throw new Fault(`the file is empty; its first line must name the columns at,member[,client]`)
      if (last === undefined) throw new Fault('the file holds no activity: no row follows the names of the columns')
    },
  }
}

const placesOf = (names: readonly string[]): Readonly<Record<string, number>> => {
  const places: Record<string, number> = {}
  for (const [place, name] of names.entries()) {
    if (!(columns as readonly string[]).includes(name)) {
      throw new Fault(
        `unknown column ${quoted(name)}${suggestion(name, columns)} (the first line names the columns at,member[,client])`,
      )
    }
    if (name in places) throw new Fault(`the column ${name} is named twice`)
    places[name] = place
  }
  for (const name of ['at', 'member']) if (places[name] === undefined) throw new Fault(`the column ${name} is missing`)
  return places
}

const momentOf = (written: string): number => {
  const at = parseMoment(written)
  if (typeof at === 'number') return at
  throw new Fault(`at: ${quoted(written)} ${at}`)
}

const id = text()

const idOf = (column: string, written: string): string => {
  if (id.accepts(written)) return written
  throw new Fault(`${column}: ${issuesOf(id, written)[0]?.message}`)
}

const counted = (count: number, noun: string): string => `${count} ${noun}${count === 1 ? '' : 's'}`
