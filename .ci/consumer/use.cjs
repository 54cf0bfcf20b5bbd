// What both module systems do with the package; each prints the same.
module.exports = async ({ root, store, sqlite, postgres, testing, manifest, schema }) => {
  const by = { role: 'system' }
  const at = Date.UTC(2026, 2, 1)
  const opened = root.openPool({ type: 'OpenPool', organization: 'acme', preset: 'mobileAssignment', lots: [] }, at, by)
  if (opened._tag !== 'Right') throw new Error(JSON.stringify(opened))
  const refused = root.execute(opened.right.pool, { type: 'ApproveMember', member: 'nobody' }, at, by)
  if (refused._tag !== 'Left' || refused.left.type !== 'UnknownMember') throw new Error(JSON.stringify(refused))
  console.log(manifest.version, refused.left.message)
  console.log(Object.keys(root).sort().join())
  console.log(Object.keys(schema.properties).sort().join())
  // Both entries speak of the same pools.
  const restored = store.fromSnapshot(store.toSnapshot(opened.right.pool))
  if (restored._tag !== 'Right' || root.summary(restored.right, at).allowance !== 0) throw new Error(JSON.stringify(restored))
  console.log(Object.keys(store).sort().join())
  console.log(Object.keys(testing).sort().join())
  console.log(Object.keys(sqlite).sort().join(), Object.keys(postgres).sort().join())
  await keepInFile(root, sqlite)
  for (const name of ['sqlite', 'postgres']) {
    const file = require.resolve(`license-pool/${name}/migrations/001-tables.sql`)
    if (!require('node:fs').readFileSync(file, 'utf8').includes('CREATE TABLE license_pool')) throw new Error(file)
  }
}

/** Where Node has no SQLite and no driver is installed, the answer says what to install; elsewhere a pool survives the closing of its file. */
const keepInFile = async (root, sqlite) => {
  const file = require('node:path').join(__dirname, 'licenses.db')
  require('node:fs').rmSync(file, { force: true })
  if (process.getBuiltinModule?.('node:sqlite') === undefined) {
    const refusal = await sqlite.openSqliteStore(file).then(String, (error) => error.message)
    if (!refusal.includes('npm install libsql')) throw new Error(refusal)
    return
  }
  const actor = { role: 'accountManager' }
  const open = async () => {
    const store = await sqlite.openSqliteStore(file)
    return { store, licensing: root.createLicensing({ store, clock: root.systemClock }) }
  }
  const first = await open()
  await first.licensing.execute('crm', { type: 'OpenPool', organization: 'acme', lots: [{ lot: 'a', quantity: 2 }] }, { actor })
  first.store.close()
  const second = await open()
  const { allowance } = root.orThrow(await second.licensing.summary('crm', { actor }))
  second.store.close()
  if (allowance !== 2) throw new Error(`${allowance} licenses survived, of 2`)
}
