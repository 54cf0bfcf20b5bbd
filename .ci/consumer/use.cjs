// What both module systems do with the package; each prints the same.
module.exports = (root, store, testing, manifest, schema) => {
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
}
