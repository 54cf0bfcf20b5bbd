// Commands in few words, for stories that give many.

import type { By, Command, PoliciesPatch } from '../../src/index.ts'

export const signIn = (member: string, client = 'mobile'): Command => ({ type: 'SignIn', member, client })
export const add = (member: string): Command => ({ type: 'AddMember', member })
export const assign = (member: string): Command => ({ type: 'AssignSeat', member })
export const approve = (member: string): Command => ({ type: 'ApproveMember', member })
export const approveFirst = (count: number): Command => ({ type: 'ApproveWaiting', count })
export const turnDown = (member: string): Command => ({ type: 'RejectMember', member })
export const disable = (member: string): Command => ({ type: 'DisableMember', member })
export const enable = (member: string): Command => ({ type: 'EnableMember', member })
export const remove = (member: string): Command => ({ type: 'DeleteMember', member })
export const deactivate = (member: string): Command => ({ type: 'DeactivateMember', member })
export const unlicense = (...members: string[]): Command => ({ type: 'UnlicenseMembers', members })
export const relicense = (...members: string[]): Command => ({ type: 'RelicenseMembers', members })
export const transfer = (from: string, to: string): Command => ({ type: 'TransferSeat', from, to })
export const use = (member: string): Command => ({ type: 'RecordUse', member })
export const takeLease = (member: string, client: string, session: string, device?: string): Command => ({
  type: 'SignIn',
  member,
  client,
  session,
  ...(device === undefined ? {} : { device }),
})
export const touch = (session: string): Command => ({ type: 'RecordUse', session })
export const signOut = (session: string): Command => ({ type: 'SignOut', session })
export const endSession = (session: string): Command => ({ type: 'EndSession', session })
export const checkIn = (member: string, client: string): Command => ({ type: 'CheckIn', member, client })
export const lower = (to: number): Command => ({ type: 'LowerAllowance', to })
export const change = (policies: PoliciesPatch): Command => ({ type: 'ChangePolicies', policies })
export const buy = (lot: string, quantity: number, term: { from?: number; until?: number } = {}): Command => ({
  type: 'AddLot',
  lot,
  organization: 'acme',
  quantity,
  ...term,
})
export const sweep: Command = { type: 'Sweep' }

/** Who usually gives such a command. */
export const usual = (command: Command): By => {
  const { type } = command
  if (type === 'SignOut' || (type === 'RecordUse' && command.member === undefined)) return { role: 'system' }
  if (type === 'SignIn' || type === 'CheckIn' || type === 'RecordUse') return { role: 'member', id: command.member ?? 'nobody' }
  if (type === 'AddLot' || type === 'LowerAllowance' || type === 'ChangePolicies') return { role: 'accountManager' }
  return { role: type === 'Sweep' ? 'system' : 'systemAdmin' }
}
