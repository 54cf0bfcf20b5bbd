// The peers, each as one would use it for seats, by eight callers.

import { spawn } from 'node:child_process'
import { existsSync, mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { delimiter, join } from 'node:path'
import { load } from '../peers/load.ts'
import { calling, type Lane } from './turns.ts'

const callers = 8

export const peerLane = ({ name, url }: { readonly name: 'emmett' | 'redis'; readonly url: string }): Promise<Lane> =>
  name === 'emmett' ? emmett(url) : redis()

interface Seats {
  readonly used: number
}
interface SeatEvent {
  readonly type: 'SeatGranted'
  readonly data: { readonly member: string }
}
interface Emmett {
  readonly CommandHandler: (options: {
    evolve: (seats: Seats, event: SeatEvent) => Seats
    initialState: () => Seats
    retry: { retries: number; minTimeout: number; maxTimeout: number; factor: number }
  }) => (store: object, stream: string, decide: (seats: Seats) => SeatEvent) => Promise<unknown>
}
interface EmmettPostgres {
  readonly getPostgreSQLEventStore: (url: string) => object
}

/** One stream is the pool. A lost race is tried again, as often as it takes. */
const emmett = async (url: string): Promise<Lane> => {
  const { CommandHandler } = await load<Emmett>('@event-driven-io/emmett')
  const { getPostgreSQLEventStore } = await load<EmmettPostgres>('@event-driven-io/emmett-postgresql')
  const store = getPostgreSQLEventStore(url)
  const handle = CommandHandler({
    evolve: ({ used }) => ({ used: used + 1 }),
    initialState: () => ({ used: 0 }),
    retry: { retries: 1_000, minTimeout: 1, maxTimeout: 20, factor: 1.5 },
  })
  let count = 0
  const grant = async (): Promise<unknown> => {
    const data = { member: `u${count++}` }
    return handle(store, 'hot', () => ({ type: 'SeatGranted', data }))
  }
  await grant()
  return { name: 'emmett', run: calling(callers, grant) }
}

interface Redis {
  readonly Redis: new (options: { path: string }) => object
}
interface RedisSemaphore {
  readonly Semaphore: new (client: object, key: string, limit: number) => { acquire(): Promise<void>; release(): Promise<void> }
}

/** A server of its own that keeps each change before it answers, as the others do. */
const redis = async (): Promise<Lane> => {
  const { Redis } = await load<Redis>('ioredis')
  const { Semaphore } = await load<RedisSemaphore>('redis-semaphore')
  if (!(process.env.PATH ?? '').split(delimiter).some((bin) => existsSync(join(bin, 'redis-server'))))
    throw Object.assign(new Error('no redis-server'), { code: 'ERR_MODULE_NOT_FOUND' })
  const folder = mkdtempSync(join(tmpdir(), 'bench-redis-'))
  const path = join(folder, 'socket')
  const keeping = ['--save', '', '--appendonly', 'yes', '--appendfsync', 'always']
  const server = spawn('redis-server', ['--port', '0', '--unixsocket', path, '--dir', folder, ...keeping], { stdio: 'ignore' })
  process.once('exit', () => {
    server.kill('SIGKILL')
    rmSync(folder, { recursive: true, force: true })
  })
  while (!existsSync(path)) await new Promise((resolve) => setTimeout(resolve, 20))
  const client = new Redis({ path })
  const use = async (): Promise<void> => {
    const semaphore = new Semaphore(client, 'hot', 1_000)
    await semaphore.acquire()
    await semaphore.release()
  }
  return { name: 'redis-semaphore', run: calling(callers, use) }
}
