// One process of the bench: measures one kind of thing and prints the figures as JSON. `memory.ts` starts it, several times over.
//   node --expose-gc --cpu-prof --cpu-prof-dir=/tmp/profile bench/process.ts million touch     where the time of one race goes

import { runBulk } from './bulk.ts'
import { measureImport, measureSize } from './entry.ts'
import { runLeases } from './leases.ts'
import { runMillion } from './million.ts'
import { runPeers } from './peers.ts'
import type { Figure, Kind } from './rows.ts'
import { runTrace } from './trace.ts'

const measure = async (kind: Kind, wants: (row: string) => boolean): Promise<readonly Figure[]> => {
  switch (kind) {
    case 'million':
      return runMillion(wants)
    case 'leases':
      return runLeases()
    case 'trace':
      return runTrace()
    case 'bulk':
      return runBulk()
    case 'size':
      return measureSize()
    case 'import':
      return measureImport()
    case 'peers':
      return runPeers(wants)
  }
}

const [kind, only = ''] = process.argv.slice(2)
const figures = await measure(kind as Kind, (row) => row.includes(only))
console.log(JSON.stringify(figures.filter(({ name }) => name.includes(only))))
