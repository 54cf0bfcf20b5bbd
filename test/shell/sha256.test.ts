import { createHash } from 'node:crypto'
import { fc, test } from '@fast-check/vitest'
import { expect } from 'vitest'
import { sha256 } from '../../src/shell/sha256.ts'

/** What Node makes of the same two bytes for each UTF-16 unit. */
const expected = (text: string): string => createHash('sha256').update(Buffer.from(text, 'utf16le').swap16()).digest('hex')

test('the digest is SHA-256, at every length around a block, and of every text', () => {
  for (let length = 0; length < 200; length++) expect(sha256('a'.repeat(length))).toBe(expected('a'.repeat(length)))
  expect(sha256('x'.repeat(100_000))).toBe(expected('x'.repeat(100_000)))
})

test.prop([fc.string({ unit: 'binary', maxLength: 300 })], { numRuns: 1_000 })('the digest of any text is SHA-256', (text) => {
  expect(sha256(text)).toBe(expected(text))
})
