// Who gives a command.

export const roles = ['member', 'systemAdmin', 'accountManager', 'setupWizard', 'system'] as const

/** The five roles of the rules (R). */
export type Role = (typeof roles)[number]

/** Who acts: the role, and who in it where that is known. A `member` acts for itself, by its id. */
export interface Actor {
  readonly role: Role
  readonly id?: string
}

/** Who gives a command to the core, and under which command id its events are to be found (X7). */
export interface By extends Actor {
  readonly commandId?: string
}
