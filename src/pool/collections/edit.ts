// Ownership of nodes: what lets one edit change in place the nodes that it made itself, and only those.
// It must not be stored with a pool, nor carry anything: every node made under a token keeps that token alive.

/**
 * An ownership token, a fresh `{}` for each edit. Versions made before its first use never change;
 * of the versions made under it only the last one may be read.
 */
export type Edit = object

/** Whether a node may be changed in place by this edit: it was made under the same token. */
export const owns = (edit: Edit | undefined, owner: Edit | undefined): boolean => edit !== undefined && edit === owner
