// Reads activity: rows `at,member[,client]` from a file or from standard input, gzip understood by its first bytes, in pieces and
// whatever the length. What is wrong is told with its line, and nothing after it is read.

import { createReadStream } from 'node:fs'
import { pipeline } from 'node:stream/promises'
import { createGunzip } from 'node:zlib'
import type { Activity } from '../../simulation/replay.ts'
import { Fault, inFile, systemFault } from '../fault.ts'
import { CsvReader } from './csv.ts'
import { rowReader } from './rows.ts'

type Bytes = AsyncIterable<Uint8Array>

/** Where the activity comes from, and how its faults call it. */
export interface Source {
  readonly name: string
  readonly bytes: Bytes
}

/** Small enough for a progress bar to move, large enough to be quick. */
const readAtATime = 32_768
const inflateAtATime = 65_536

export const fileSource = (name: string): Source => ({ name, bytes: createReadStream(name, { highWaterMark: readAtATime }) })

/** Hands over row by row; `sawBytes` is told how much was read of what is stored, compressed or not. */
export const readActivity = async (
  { name, bytes }: Source,
  take: (row: Activity) => void,
  sawBytes: (count: number) => void = () => {},
): Promise<void> => {
  const rows = rowReader(take)
  const csv = new CsvReader((fields) => rows.take(fields, csv.line))
  try {
    const { isGzip, all } = await peek(counted(bytes, sawBytes))
    if (isGzip) await pipeline(all, createGunzip({ chunkSize: inflateAtATime }), (text) => readText(text, csv))
    else await readText(all, csv)
    csv.end()
    rows.end()
  } catch (error) {
    throw located(error, name, csv.line)
  }
}

const located = (error: unknown, name: string, line: number): unknown => {
  if (error instanceof Fault) return new Fault(`${inFile(name, error.line ?? line)}: ${error.message}`)
  const code = error instanceof Error && 'code' in error ? String(error.code) : ''
  if (code === 'Z_BUF_ERROR') return new Fault(`${inFile(name, line)}: the compressed data ends too early; the file is cut short`)
  if (code.startsWith('Z_'))
    return new Fault(`${inFile(name, line)}: the compressed data is damaged (${(error as Error).message})`)
  return code.startsWith('E') && !code.startsWith('ERR_') ? systemFault(name, error) : error
}

async function* counted(bytes: Bytes, saw: (count: number) => void): Bytes {
  let count = 0
  for await (const piece of bytes) {
    count += piece.length
    saw(count)
    yield piece
  }
}

/** Looks at the first two bytes, however small the pieces in which they come. */
const peek = async (bytes: Bytes): Promise<{ readonly isGzip: boolean; readonly all: Bytes }> => {
  const pieces = bytes[Symbol.asyncIterator]()
  let start = new Uint8Array()
  while (start.length < 2) {
    const next = await pieces.next()
    if (next.done === true) break
    start = Buffer.concat([start, next.value])
  }
  async function* all(): Bytes {
    yield start
    yield* { [Symbol.asyncIterator]: () => pieces }
  }
  return { isGzip: start[0] === 0x1f && start[1] === 0x8b, all: all() }
}

const strictly = new TextDecoder('utf-8', { fatal: true, ignoreBOM: true })

const readText = async (bytes: Bytes, csv: CsvReader): Promise<void> => {
  let carried = new Uint8Array()
  for await (const piece of bytes) {
    const whole = carried.length === 0 ? piece : Buffer.concat([carried, piece])
    // Cut at a line end, so that a byte that is no UTF-8 is told with its line; a line that long is told by the reader.
    const cut = whole.lastIndexOf(0x0a) + 1
    if (cut > 0) csv.push(decodeLines(whole.subarray(0, cut), csv))
    carried = whole.slice(cut)
    if (carried.length > 1_000_000) throw new Fault('the line does not end: is this a CSV file?')
  }
  csv.push(decodeLines(carried, csv))
}

const decodeLines = (bytes: Uint8Array, csv: CsvReader): string => {
  try {
    return strictly.decode(bytes)
  } catch {
    const readable = new TextDecoder().decode(bytes)
    csv.push(readable.slice(0, readable.indexOf('\ufffd')))
    throw new Fault('is not UTF-8 text')
  }
}
