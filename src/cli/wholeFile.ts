// A file that appears whole or not at all: written beside its place under another name, then renamed.

import { existsSync, realpathSync, statSync } from 'node:fs'
import { rename, rm, writeFile } from 'node:fs/promises'
import { basename, dirname, join } from 'node:path'
import { Fault, systemFault } from './fault.ts'

/** Where a file can be put: looked at before the work begins, so that it is not done in vain. */
export const placeFor = (file: string, inputs: readonly string[]): string => {
  if (file === '' || file === '-') throw new Fault('--html needs the name of a file')
  const place = through(file)
  if (inputs.some((input) => through(input) === place)) throw new Fault(`${file}: would overwrite what is to be read`)
  const folder = dirname(place)
  if (!existsSync(folder)) throw new Fault(`${file}: there is no folder ${folder}`)
  if (!statSync(folder).isDirectory()) throw new Fault(`${file}: ${folder} is a file, not a folder`)
  if (existsSync(place) && !statSync(place).isFile()) throw new Fault(`${file}: is not a file that can be replaced`)
  return place
}

/** What a link stands for is replaced, not the link. */
const through = (file: string): string => {
  try {
    return realpathSync(file)
  } catch {
    return join(existsSync(dirname(file)) ? realpathSync(dirname(file)) : dirname(file), basename(file))
  }
}

export const writeWhole = async (place: string, text: string): Promise<void> => {
  const beside = join(dirname(place), `.${basename(place)}.${process.pid}.tmp`)
  try {
    await writeFile(beside, text, { flag: 'wx' })
    await rename(beside, place)
  } catch (error) {
    await rm(beside, { force: true }).catch(() => {})
    throw systemFault(place, error)
  }
}
