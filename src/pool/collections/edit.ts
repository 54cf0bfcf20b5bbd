// Ownership of nodes: what lets one edit change in place the nodes that it made itself, and only those.
// A token must carry nothing, for every node made under it keeps it alive.

/**
 * An ownership token, a new one for each edit. No version made before its first use ever changes;
 * of the versions made under it only the latest may be read.
 */
export type Edit = object

class Token {}

/** The smallest object there is: 24 bytes, where `{}` takes 56, and a million edits may each leave a node behind. */
export const newEdit = (): Edit => new Token()

/** Whether this edit may change a node in place: it made the node itself. */
export const owns = (edit: Edit | undefined, owner: Edit | undefined): boolean => edit !== undefined && edit === owner
