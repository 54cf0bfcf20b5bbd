// Comma-separated values as RFC 4180 has them, read piece by piece: whatever the length of the file, one row is held at a time.
// It is strict: a quote out of place is told, not guessed at.

import { Fault } from '../fault.ts'

/** No row is as long as this: it is a quote that was never closed. */
const longestRow = 1_000_000

/** Takes text in pieces and hands over row by row. */
export class CsvReader {
  readonly #take: (fields: readonly string[]) => void
  #rest = ''
  #line = 1
  #isStart = true

  constructor(take: (fields: readonly string[]) => void) {
    this.#take = take
  }

  /** The line of the row that is being read, from 1; a quoted field may have many lines. */
  get line(): number {
    return this.#line
  }

  push(text: string): void {
    const all = this.#rest + (this.#isStart ? text.replace(/^\ufeff/, '') : text)
    if (text !== '') this.#isStart = false
    let from = 0
    for (let end = all.indexOf('\n'); end >= 0; end = all.indexOf('\n', from)) {
      const row = all.slice(from, all[end - 1] === '\r' && end > from ? end - 1 : end)
      if (row.includes('"')) {
        const quoted = this.#quotedRow(all, from, false)
        if (quoted === undefined) break
        from = quoted
      } else {
        this.#plainRow(row)
        from = end + 1
        this.#line++
      }
    }
    this.#rest = all.slice(from)
    if (this.#rest.length > longestRow) throw new Fault('the row does not end: is a quote that was opened here never closed?')
  }

  /** The last row may lack its line end. */
  end(): void {
    const rest = this.#rest
    this.#rest = ''
    if (rest === '') return
    if (!rest.includes('"')) this.#plainRow(rest.endsWith('\r') ? rest.slice(0, -1) : rest)
    else if (this.#quotedRow(rest, 0, true) === undefined) throw new Fault('a quote that was opened in this row is never closed')
  }

  #plainRow(row: string): void {
    if (row.includes('\r')) throw new Fault('a carriage return stands inside the row: lines end with \\n or \\r\\n')
    this.#take(row.split(','))
  }

  /** Reads a row with quotes in it; answers where the next one begins, or `undefined` if the text ends before the row does. */
  #quotedRow(text: string, start: number, isLast: boolean): number | undefined {
    const fields: string[] = []
    let at = start
    for (;;) {
      const field = text[at] === '"' ? quotedField(text, at) : plainField(text, at)
      if (field === undefined) return undefined
      fields.push(field.value)
      at = field.end
      if (text[at] === ',') at++
      else break
    }
    const lineEnd = /\r?\n|\r?$/y
    lineEnd.lastIndex = at
    const [found] = lineEnd.exec(text) ?? []
    if (found === undefined)
      throw new Fault(`after a closing quote comes ${JSON.stringify(text[at])}, not a comma or the line's end`)
    if (!found.endsWith('\n') && !isLast) return undefined
    this.#take(fields)
    const next = at + found.length
    this.#line += text.slice(start, next).split('\n').length - 1
    return next
  }
}

interface Field {
  readonly value: string
  readonly end: number
}

const quotedField = (text: string, start: number): Field | undefined => {
  for (let at = text.indexOf('"', start + 1); at >= 0; at = text.indexOf('"', at + 2)) {
    if (text[at + 1] !== '"') return { value: text.slice(start + 1, at).replaceAll('""', '"'), end: at + 1 }
  }
  return undefined
}

const plainField = (text: string, start: number): Field => {
  let end = start
  while (end < text.length && text[end] !== ',' && text[end] !== '\n' && text[end] !== '\r') end++
  const value = text.slice(start, end)
  if (value.includes('"')) throw new Fault('a quote stands inside a field that does not begin with one')
  return { value, end }
}
