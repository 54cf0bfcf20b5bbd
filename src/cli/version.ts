// The version is package.json's; it stands as far above the source as above the bundle.

import { readFileSync } from 'node:fs'

export const version = (): string => {
  const text = readFileSync(new URL('../../package.json', import.meta.url), 'utf8')
  return (JSON.parse(text) as { readonly version: string }).version
}
