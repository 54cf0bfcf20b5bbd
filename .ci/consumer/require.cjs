const use = require('./use.cjs')

use({
  root: require('license-pool'),
  store: require('license-pool/store'),
  sqlite: require('license-pool/sqlite'),
  postgres: require('license-pool/postgres'),
  testing: require('license-pool/testing'),
  manifest: require('license-pool/package.json'),
  schema: require('license-pool/scenario.schema.json'),
})
