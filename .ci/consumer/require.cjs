const use = require('./use.cjs')

use(
  require('license-pool'),
  require('license-pool/store'),
  require('license-pool/testing'),
  require('license-pool/package.json'),
  require('license-pool/scenario.schema.json'),
)
