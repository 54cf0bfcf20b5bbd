import * as root from 'license-pool'
import manifest from 'license-pool/package.json' with { type: 'json' }
import * as postgres from 'license-pool/postgres'
import schema from 'license-pool/scenario.schema.json' with { type: 'json' }
import * as sqlite from 'license-pool/sqlite'
import * as store from 'license-pool/store'
import * as testing from 'license-pool/testing'
import use from './use.cjs'

await use({ root, store, sqlite, postgres, testing, manifest, schema })
