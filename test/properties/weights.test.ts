import fc from 'fast-check'
import { isRight } from 'fp-ts/lib/Either.js'
import { expect, test } from 'vitest'
import { histories, law, patience, play } from '../support/histories.ts'

test(
  'x',
  () => {
    const counts: Record<string, number> = {}
    const add = (key: string) => {
      counts[key] = (counts[key] ?? 0) + 1
    }
    const t0 = performance.now()
    fc.assert(
      fc.property(histories, (history) => {
        const played = play(history)
        for (const t of played.turns) {
          add('cmd ' + t.command.type)
          add((isRight(t.result) ? (t.result.right.events.length ? 'ok ' : 'noop ') : 'no ') + t.command.type)
          if (!isRight(t.result)) add('rej ' + t.result.left.type)
          else for (const r of t.result.right.results ?? []) if (r.answer !== 'accepted') add('ans ' + r.answer.type)
        }
        for (const e of played.events) {
          add('ev ' + e.type)
          add('reason ' + e.type + ' ' + e.reason)
        }
      }),
      law,
    )
    console.log(performance.now() - t0)
    console.log(
      Object.entries(counts)
        .sort()
        .map(([a, b]) => a + ': ' + b)
        .join('\n'),
    )
  },
  patience,
)
