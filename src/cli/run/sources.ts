// Which files there are to run, and what stands in them. A file that cannot be read is that file's fault, and the others run.

import { lstatSync, readdirSync, statSync } from 'node:fs'
import { readFile } from 'node:fs/promises'
import { join } from 'node:path'
import type { TextFormat } from '../../scenarios/readScenario.ts'
import { Fault, systemFault } from '../fault.ts'
import type { Io } from '../io.ts'

/** A scenario to read; `-` is standard input. */
export interface ScenarioSource {
  readonly file: string
  readonly format: TextFormat
  /** Known already not to be readable. */
  readonly fault?: string
}

/** The files in the order in which they were named; those of a folder by name. */
export const sourcesOf = (names: readonly string[]): readonly ScenarioSource[] =>
  names.flatMap((name) => filesOf(name)).map(source)

const filesOf = (name: string): readonly (string | ScenarioSource)[] => {
  try {
    if (name === '-' || statSync(name, { throwIfNoEntry: false })?.isDirectory() !== true) return [name]
    const files = readdirSync(name, { recursive: true, encoding: 'utf8' })
      .map((file) => join(name, file))
      .filter((file) => /\.(ya?ml|json)$/i.test(file) && !lstatSync(file).isDirectory())
    if (files.length === 0) return [faulty(name, 'there is no .yaml, .yml or .json file in this folder')]
    return files.sort()
  } catch (error) {
    return [faulty(name, reasonOf(error))]
  }
}

const faulty = (file: string, fault: string): ScenarioSource => ({ file, format: 'yaml', fault })

/** Why the operating system would not, without the name of the file. */
const reasonOf = (error: unknown): string => systemFault('', error).message.replace(/^: /, '')

const source = (found: string | ScenarioSource): ScenarioSource =>
  typeof found === 'string' ? { file: found, format: /\.json$/i.test(found) ? 'json' : 'yaml' } : found

/** So long is no scenario that somebody wrote. */
const mostBytes = 5_000_000

export const readSource = async ({ file, fault }: ScenarioSource, io: Io): Promise<string> => {
  if (fault !== undefined) throw new Fault(fault)
  const bytes = file === '-' ? await allOf(io.stdin) : await bytesOf(file)
  if (bytes.length > mostBytes) throw new Fault(`is larger than ${mostBytes / 1_000_000} MB`)
  try {
    return new TextDecoder('utf-8', { fatal: true }).decode(bytes)
  } catch {
    throw new Fault('is no text in UTF-8', lineOfBadByte(bytes))
  }
}

const bytesOf = async (file: string): Promise<Uint8Array> => {
  try {
    return await readFile(file)
  } catch (error) {
    throw new Fault(reasonOf(error))
  }
}

const allOf = async (stream: AsyncIterable<Uint8Array>): Promise<Uint8Array> => {
  const pieces: Uint8Array[] = []
  for await (const piece of stream) pieces.push(piece)
  return Buffer.concat(pieces)
}

/** Where what was read still made sense. */
const lineOfBadByte = (bytes: Uint8Array): number => {
  const text = new TextDecoder('utf-8').decode(bytes)
  return text.slice(0, text.indexOf('\ufffd')).split('\n').length
}
