// The reference store keeps the contract.

import { describe, test } from 'vitest'
import { memoryStore } from '../../src/index.ts'
import { storeContract, unsupported } from '../../src/testing/index.ts'

storeContract(
  { describe, test },
  {
    name: 'memoryStore',
    supports: { survives: false, sessions: false, partial: false, storeTime: false, lostAnswer: false, interleaves: false },
    open: async () => ({
      store: memoryStore(),
      again: unsupported,
      reopen: async () => memoryStore(),
      loseNextAnswer: unsupported,
      beforeNextWrite: unsupported,
      close: async () => {},
    }),
  },
)
