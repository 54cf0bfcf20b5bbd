import * as root from 'license-pool'
import manifest from 'license-pool/package.json' with { type: 'json' }
import schema from 'license-pool/scenario.schema.json' with { type: 'json' }
import * as store from 'license-pool/store'
import * as testing from 'license-pool/testing'
import use from './use.cjs'

use(root, store, testing, manifest, schema)
