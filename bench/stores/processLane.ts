// One of several processes that share pools: callers of ours, as an application with so many requests under way has.

import pg from 'pg'
import { assigning, licensingOf } from './ours.ts'
import { storeOn } from './server.ts'
import type { Lane } from './turns.ts'

export const processCallers = 64
export const processConnections = 8

export const processLane = async ({
  name,
  url,
  pools,
}: {
  name: string
  url: string
  pools: readonly string[]
}): Promise<Lane> => {
  const connections = new pg.Pool({ connectionString: url, max: processConnections })
  return assigning(name, licensingOf(storeOn(connections)), pools, processCallers)
}
