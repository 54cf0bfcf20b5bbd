// The quick start survives a restart: one process runs it and is killed, the next one finds what was answered.

import { spawnSync } from 'node:child_process'
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { expect, onTestFinished, test } from 'vitest'

const top = new URL('../../', import.meta.url)

/** A program that imports the package as its users do, run from the sources in a folder of its own. */
const runIn = (folder: string, name: string, source: string) => {
  const file = join(folder, name)
  const ours = (_: string, entry: string | undefined) =>
    `'${new URL(`src/${entry ?? ''}${entry === undefined ? '' : '/'}index.ts`, top).href}'`
  writeFileSync(file, source.replace(/'license-pool(?:\/(\w+))?'/g, ours))
  return spawnSync(process.execPath, ['--no-warnings', file], { cwd: folder, encoding: 'utf8' })
}

test('who got a license before the process was killed has it in the next one (X8)', () => {
  const folder = mkdtempSync(join(tmpdir(), 'license-pool-restart-'))
  onTestFinished(() => rmSync(folder, { recursive: true }))
  const [, quickStart = ''] = /```ts\n([\s\S]*?)```/.exec(readFileSync(new URL('README.md', top), 'utf8')) ?? []

  const first = runIn(folder, 'first.mts', `${quickStart}\nprocess.kill(process.pid, 'SIGKILL')`)
  expect([first.signal, first.stderr]).toEqual(['SIGKILL', ''])
  expect(first.stdout).toBe("[ 'full', 'full', 'trial' ]\n[ 'M4', 'A2' ]\nfull\n")

  const next = `
import { createLicensing, orThrow, systemClock } from 'license-pool'
import { openSqliteStore } from 'license-pool/sqlite'

const store = await openSqliteStore('licenses.db')
const licensing = createLicensing({ store, clock: systemClock })
const people = orThrow(await licensing.members('crm', { state: ['enabled', 'disabled'] }, { actor: { role: 'systemAdmin' } }))
console.log(people.map(({ member, state, access }) => [member, state, access.level].join(' ')).join('; '))
`
  const second = runIn(folder, 'second.mts', next)
  expect([second.status, second.stderr]).toEqual([0, ''])
  expect(second.stdout).toBe('ann enabled full; bob disabled standard; eve enabled full\n')
})
