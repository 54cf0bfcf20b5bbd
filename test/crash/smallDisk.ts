// A SQLite file on a disk that can be filled. Where we may mount one (as root) it is a disk of its own, and what fails is the operating
// system's write; elsewhere SQLite itself is told how many pages there are.

import { execFileSync } from 'node:child_process'
import { closeSync, ftruncateSync, mkdtempSync, openSync, rmSync, writeSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { migrate, type SqliteDatabase } from '../../src/sqlite/index.ts'

export interface SmallDisk {
  readonly database: SqliteDatabase
  readonly fill: () => void
  /** There is room again. */
  readonly free: () => void
  readonly close: () => void
}

export const smallDisk = (open: (file: string) => SqliteDatabase): SmallDisk => {
  const folder = mkdtempSync(join(tmpdir(), 'license-pool-disk-'))
  const isMounted = mounted(folder)
  const database = open(join(folder, 'licenses.db'))
  migrate(database)
  const [fill, free, letGo] = isMounted ? onItsOwn(folder) : ofPages(database)
  return {
    database,
    fill,
    free,
    close: () => {
      database.close()
      letGo()
      rmSync(folder, { recursive: true, force: true })
    },
  }
}

type Hands = readonly [fill: () => void, free: () => void, letGo: () => void]

const mounted = (folder: string): boolean => {
  try {
    execFileSync('mount', ['-t', 'tmpfs', '-o', 'size=2m', 'tmpfs', folder], { stdio: 'ignore' })
    return true
  } catch {
    return false
  }
}

const onItsOwn = (folder: string): Hands => {
  const ballast = openSync(join(folder, 'ballast'), 'w')
  const fill = (): void => {
    // Down to the last byte.
    for (const size of [65_536, 4_096, 1]) {
      try {
        for (;;) if (writeSync(ballast, new Uint8Array(size)) < size) break
      } catch (error) {
        if ((error as { readonly code?: string }).code !== 'ENOSPC') throw error
      }
    }
  }
  const letGo = (): void => {
    closeSync(ballast)
    // Lazily: a driver may let go of the file only when its statements are gone.
    execFileSync('umount', ['-l', folder])
  }
  return [fill, () => ftruncateSync(ballast), letGo]
}

const ofPages = (database: SqliteDatabase): Hands => {
  const fill = (): void => {
    const { page_count: count } = database.prepare('PRAGMA page_count').get() as { readonly page_count: number }
    database.exec(`PRAGMA max_page_count = ${count}`)
  }
  return [fill, () => database.exec('PRAGMA max_page_count = 1000000'), () => {}]
}
