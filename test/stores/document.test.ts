// Pools in documents keep the contract, and what is broken in one is told.

import { describe, test } from 'vitest'
import { storeContract } from '../../src/testing/index.ts'
import { documentSubject } from '../support/documentSubject.ts'

storeContract({ describe, test }, documentSubject)
