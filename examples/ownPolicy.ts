// A policy of one's own: seats only for members of a department, at most so many for each. Who sits where is the member's placement.

import { execute, explain, type OwnPolicy, openPool, orThrow, summary } from 'license-pool'

const seatsOf = new Map([
  ['sales', 2],
  ['support', 1],
])

const departmentSeats: OwnPolicy = {
  name: 'departmentSeats',
  admit: ({ header, member }) => {
    const department = member.placement ?? ''
    const most = seatsOf.get(department)
    if (most === undefined) return { type: 'Refuse', reason: 'seats are for sales and support' }
    // The pool tallies the seats by the group that they were given under, and tells the policy.
    const taken = header.tallies.departmentSeats?.[department] ?? 0
    return taken < most
      ? { type: 'Admit', group: department }
      : { type: 'Refuse', reason: `${department} has its ${most} seats already` }
  },
  // Nobody is moved away from support while it has one seat only.
  guard: ({ member }) => (member.placement === 'support' ? 'support must stay reachable' : undefined),
}

const own = { policies: [departmentSeats] }
const admin = { role: 'systemAdmin' } as const
const at = Date.UTC(2026, 2, 2, 9)
const lots = [{ lot: 'first', quantity: 10 }]
const opening = { type: 'OpenPool', organization: 'acme', preset: 'planningPeople', lots } as const
let { pool } = orThrow(openPool(opening, at, { role: 'accountManager' }))

const members = [
  { member: 'ann', placement: 'sales' },
  { member: 'bob', placement: 'sales' },
  { member: 'carl', placement: 'sales' },
  { member: 'dora', placement: 'support' },
  { member: 'eve', placement: 'legal' },
]
const imported = orThrow(execute(pool, { type: 'ImportMembers', members }, at, admin, own))
pool = imported.pool
const said = (imported.results ?? []).map(({ member, answer }) => (answer === 'accepted' ? member : answer.message))

console.log(said[0]) // ann
console.log(said[2]) // carl gets no license by the policy departmentSeats: sales has its 2 seats already
console.log(said[4]) // eve gets no license by the policy departmentSeats: seats are for sales and support
console.log(summary(pool, at, own).consumed) // 3

const moved = orThrow(execute(pool, { type: 'UnlicenseMembers', members: ['ann', 'dora'] }, at, admin, own))
pool = moved.pool
const [, dora] = moved.results ?? []
if (dora === undefined || dora.answer === 'accepted') throw new Error('dora was moved')
console.log(dora.answer.message) // dora cannot be moved to unlicensed while these remain: departmentSeats support must stay reachable.

// Ann's seat is free for carl: by department, and by the allowance.
const again = orThrow(execute(pool, { type: 'AddMember', member: 'carl', placement: 'sales' }, at, admin, own))
console.log(explain(again.pool, 'carl', at, own).state) // enabled
