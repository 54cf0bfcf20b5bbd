// Writes docs/states.md anew: `npm run docs:states`.

import { writeFileSync } from 'node:fs'
import { statesPage } from './statesPage.ts'

writeFileSync(new URL('../../docs/states.md', import.meta.url), statesPage())
