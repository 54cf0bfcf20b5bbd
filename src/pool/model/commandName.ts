// The names of the commands, apart from their payloads: what a table by command is keyed by.

export const commandTypes = [
  'OpenPool',
  'AddLot',
  'QuoteAllowance',
  'RaiseAllowance',
  'LowerAllowance',
  'ChangePolicies',
  'AddMember',
  'ImportMembers',
  'DeactivateMember',
  'DeleteMember',
  'LinkDependency',
  'UnlinkDependency',
  'FillPlaceholder',
  'AssignSeat',
  'ApproveMember',
  'ApproveWaiting',
  'RejectMember',
  'DisableMember',
  'EnableMember',
  'TransferSeat',
  'UnlicenseMembers',
  'RelicenseMembers',
  'SignIn',
  'RecordUse',
  'SignOut',
  'EndSession',
  'CheckIn',
  'Sweep',
] as const

export type CommandType = (typeof commandTypes)[number]
