// How long tables keep what does not stand for ever.

const day = 86_400_000

/** An answer under its idempotency key, at least 30 days (X6). */
export const answersKeptForMs = 35 * day

/** A session that has ended: it is known for 24 hours (C11). */
export const endedLeasesKeptForMs = 2 * day
