// The doors to an answer for those who do not use fp-ts.

import { left, right } from 'fp-ts/lib/Either.js'
import { expect, test } from 'vitest'
import { LicenseRefused, orThrow, type Rejection, toResult } from '../../src/index.ts'

const rejection: Rejection = { type: 'UnknownPool', pool: 'crm', message: 'There is no pool crm.' }

test('an answer is narrowed on ok', () => {
  expect(toResult(right(7))).toEqual({ ok: true, value: 7 })
  expect(toResult(left(rejection))).toEqual({ ok: false, rejection })
})

test('a refusal is thrown with its text, and carries itself', () => {
  expect(orThrow(right(7))).toBe(7)
  const thrown = (() => {
    try {
      return orThrow(left(rejection))
    } catch (error) {
      return error
    }
  })()
  expect(thrown).toBeInstanceOf(LicenseRefused)
  expect(thrown).toBeInstanceOf(Error)
  expect(thrown).toMatchObject({ name: 'LicenseRefused', message: 'There is no pool crm.', rejection })
})
