// The headers that this process wrote last, by their text: whoever writes to a pool again mostly reads what it wrote itself. The same text is
// the same header, so this memo changes no answer; it spares a transaction the reading and checking of what nobody has changed.

import type { Header } from '../pool/model/header.ts'
import { restored } from '../store/format.ts'

/** So many, of at most so many characters: some megabytes. */
const most = 1_000
const longest = 16_000

const known = new Map<string, Header>()

/** Remembers a header that was written as this text. */
export const rememberHeader = (text: string, header: Header): void => {
  if (text.length > longest) return
  if (known.size >= most) known.delete(known.keys().next().value as string)
  known.set(text, header)
}

/** The header of a stored text, which is as it was read. Throws `BrokenRecord`. */
export const headerOf = (text: string | undefined, pool: string): Header =>
  known.get(text ?? '') ?? restored('header', text, pool)
