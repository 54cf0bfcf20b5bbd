// What was written, with the line of everything in it, whichever language it was written in: so that a fault is told where it stands.

import { pathText } from '../../pool/validation/flaw.ts'

/** A single value. */
export interface WrittenScalar {
  readonly type: 'Scalar'
  readonly line: number
  readonly value: unknown
  /** The very letters, where it stands there without quotes: `007` is the number 7, and an id `007`. */
  readonly source?: string
}
export interface WrittenList {
  readonly type: 'List'
  readonly line: number
  readonly items: readonly Written[]
}
export interface WrittenRecord {
  readonly type: 'Record'
  readonly line: number
  readonly fields: readonly WrittenField[]
}
export interface WrittenField {
  readonly name: string
  /** The line of its name. */
  readonly line: number
  readonly content: Written
}
export type Written = WrittenScalar | WrittenList | WrittenRecord

/** What cannot be read, and where. Thrown, since it ends the reading from wherever it is found. */
export class TextFault extends Error {
  override readonly name = 'TextFault'
  readonly line: number

  constructor(message: string, line: number) {
    super(message)
    this.line = line
  }
}

/** The line of a part, named as issues name it (`steps[0].expect`), or of the nearest part around it. */
export type LineOf = (path: string) => number

export const linesOf = (written: Written): LineOf => {
  const lines = new Map<string, number>()
  const visit = (part: Written, line: number, path: readonly (string | number)[]): void => {
    lines.set(pathText(path), line)
    if (part.type === 'List') for (const [index, item] of part.items.entries()) visit(item, item.line, [...path, index])
    if (part.type === 'Record') for (const field of part.fields) visit(field.content, field.line, [...path, field.name])
  }
  visit(written, written.line, [])
  return (path) => nearestLine(lines, path)
}

const nearestLine = (lines: ReadonlyMap<string, number>, path: string): number => {
  for (let part = path; part !== ''; part = part.replace(/(?:\.[^.[\]]*|\[(?:"(?:[^"\\]|\\.)*"|\d*)\])$|^[^.[]*$/, '')) {
    const line = lines.get(part)
    if (line !== undefined) return line
  }
  return lines.get('') ?? 1
}

/** What stands under a name. */
export const fieldOf = (written: Written | undefined, name: string): Written | undefined =>
  written?.type === 'Record' ? written.fields.find((field) => field.name === name)?.content : undefined
