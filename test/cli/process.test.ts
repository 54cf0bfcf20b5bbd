// The program as a shell starts it: pipes, terminals, and what becomes of the exit code.

import { spawnSync } from 'node:child_process'
import { readFileSync } from 'node:fs'
import { gzipSync } from 'node:zlib'
import { describe, expect, test, vi } from 'vitest'
import { ownFolder } from './runCli.ts'

const { put } = ownFolder()

vi.setConfig({ testTimeout: 60_000 })

const main = 'src/cli/main.ts'
const quoted = (text: string): string => `'${text.replaceAll("'", "'\\''")}'`
const command = (args: string): string => `${quoted(process.execPath)} ${main} ${args}`
const shell = (script: string, env: Readonly<Record<string, string>> = {}) => {
  const { TERM = 'xterm', NO_COLOR: _, FORCE_COLOR: __, ...rest } = process.env
  const { status, stdout, stderr } = spawnSync('bash', ['-c', script], { encoding: 'utf8', env: { ...rest, TERM, ...env } })
  return { code: status, out: stdout, err: stderr }
}

const small = 'at,member\n2026-03-01T09:00:00Z,ann\n2026-03-01T10:00:00Z,bob\n'
const file = put('small.csv', small)
const packed = put('small.csv.gz', gzipSync(small))
const trace = 'examples/activity-2004-2026.csv.gz'

describe('the process', () => {
  test('reads a file, a pipe, and gzip from either, with the same answer and nothing on stderr', () => {
    const answers = [
      shell(command(`simulate ${file} --allowance 1 --json`)),
      shell(command(`simulate ${packed} --allowance 1 --json`)),
      shell(`cat ${file} | ${command('simulate - --allowance 1 --json')}`),
      shell(`cat ${packed} | ${command('simulate - --allowance 1 --json')}`),
      shell(`${command('simulate - --allowance 1 --json')} < ${packed}`),
      shell(command(`simulate <(cat ${packed}) --allowance 1 --json`)),
    ]
    for (const answer of answers) expect(answer).toEqual({ code: 0, out: answers[0]?.out, err: '' })
    expect(JSON.parse(answers[0]?.out ?? '')).toMatchObject({ plans: [{ signIns: 2, granted: 1 }] })
  })

  test('exits with 2 and says why, on stderr only', () => {
    expect(shell(`echo at,membr | ${command('simulate - --allowance 1')}`)).toEqual({
      code: 2,
      out: '',
      err: 'license-pool: standard input, line 1: unknown column "membr"; did you mean "member"? (the first line names the columns at,member[,client])\n',
    })
    expect(shell(command('')).code).toBe(2)
    expect(shell(`${command('simulate - --allowance 1')} < /dev/null`).err).toContain('standard input, line 1: the file is empty')
  })

  test('stops quietly when nobody reads on', () => {
    const { out, err } = shell(`${command(`simulate ${trace} --allowance 300 --json`)} | head -c 20; echo "\${PIPESTATUS[0]}"`)
    expect([out, err]).toEqual(['{\n  "plans": [\n    {0\n', ''])
  })

  test('tells its version, which is the package’s', () => {
    const { version } = JSON.parse(readFileSync('package.json', 'utf8'))
    expect(shell(command('--version'))).toEqual({ code: 0, out: `${version}\n`, err: '' })
  })
})

describe('on a terminal', () => {
  /** Runs in a terminal of its own; stdout and stderr both come out of it. */
  const terminal = (args: string, env: Readonly<Record<string, string>> = {}) =>
    shell(`script -qec ${quoted(`stty cols 100; ${command(args)}`)} /dev/null < /dev/null`, env)

  test('there are colors, and with NO_COLOR none', () => {
    const args = `simulate ${file} --plan a:allowance=1 --plan b:allowance=2`
    expect(terminal(args).out).toContain('\u001b[32m')
    expect(terminal(args, { NO_COLOR: '1' }).out).not.toContain('\u001b[')
    expect(shell(command(args)).out).not.toContain('\u001b[')
  })

  test('a long run has a progress bar, which is gone in the end; a pipe has none', () => {
    const plans = Array.from(
      { length: 6 },
      (_, index) => `--plan ${index}:allowance=300,idleReclaim.enabled=true,idleReclaim.days=${30 + index}`,
    )
    const args = `simulate ${trace} ${plans.join(' ')}`
    const { code, out } = terminal(args, { NO_COLOR: '1' })
    expect(code).toBe(0)
    const [before, ...drawn] = out.split('\r\u001b[2K')
    expect([before, drawn.length > 2]).toEqual(['', true])
    expect(drawn[0]).toMatch(/^Replaying {2}[█░]{30} +\d+ % {2}[\d,]+ rows$/)
    expect(drawn.at(-1)).toMatch(/^73,069 sign-ins/)
    expect(shell(`${command(args)} > /dev/null`).err).toBe('')
  })
})
