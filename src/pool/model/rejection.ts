// Why not. A refusal names the fact and carries what is needed to act on it; its text is rendered here and nowhere else.

import type { Issue } from '../validation/shape.ts'
import type { Role } from './actor.ts'
import type { CommandType } from './commandName.ts'
import type { Dependency } from './member.ts'
import type { Quote } from './quote.ts'

/** The rejections that are about one member and need no more data. */
type AboutMember =
  | 'UnknownMember'
  | 'MemberExists'
  | 'NotWaiting'
  | 'MemberCannotSignIn'
  | 'MemberDisabled'
  | 'MemberDeleted'
  | 'MemberUnlicensed'
  | 'MemberDeactivated'
  | 'Excluded'

/** A rejection without its text. */
export type RejectionFacts =
  | { readonly type: AboutMember; readonly member: string }
  /** An integrator's own policy that refuses says its name and its reason. */
  | { readonly type: 'NoLicense'; readonly member: string; readonly policy?: string; readonly reason?: string }
  | {
      readonly type: 'AllowanceExhausted'
      /** The allowance now, and what is consumed of it. */
      readonly allowance: number
      readonly consumed: number
      /** The least allowance at which it would pass (S6). */
      readonly to: number
      /** Who can raise it. */
      readonly ask: 'systemAdmin' | 'accountManager'
      /** What that raise would cost; absent without a subscription (S4). */
      readonly quote?: Quote
    }
  | { readonly type: 'TermsNotAccepted'; readonly to: number }
  | { readonly type: 'QuoteStale'; readonly from: number; readonly allowance: number }
  | { readonly type: 'NotAnIncrease'; readonly to: number; readonly allowance: number }
  | { readonly type: 'ContactAccountManager'; readonly command: CommandType }
  | { readonly type: 'DependenciesRemain'; readonly member: string; readonly dependencies: readonly Dependency[] }
  | { readonly type: 'MustReturnToUnassigned'; readonly placement: string }
  | { readonly type: 'WrongOrganization'; readonly organization: string; readonly expected: string }
  | { readonly type: 'UnknownSession'; readonly session: string }
  | { readonly type: 'NotPermitted'; readonly role: Role; readonly command: string }
  | { readonly type: 'NotInSetupWizard'; readonly command: CommandType }
  | { readonly type: 'IdempotencyKeyReused'; readonly key: string }
  | { readonly type: 'UnknownPool'; readonly pool: string }
  | { readonly type: 'Invalid'; readonly issues: readonly Issue[] }

/** A refusal: what stands in the way, the data to act on it, and a message for people. */
export type Rejection = RejectionFacts & {
  readonly message: string
  /** The message by language, where a policy words it in several (C6). */
  readonly messages?: Readonly<Record<string, string>>
}
export type RejectionType = Rejection['type']

/** Makes a refusal and renders its text. */
export const reject = (facts: RejectionFacts): Rejection => ({ ...facts, message: render(facts) })

/** A refusal that is about one member, and says all by its type. */
export const refuse = (type: AboutMember | 'NoLicense', member: string): Rejection => reject({ type, member })

/** Whether something came to a refusal: of what is looked up, let in or decided, nothing else has a type. */
export const isRefusal = <Found extends object | undefined>(found: Found | Rejection): found is Rejection =>
  (found as { readonly type?: unknown } | undefined)?.type !== undefined

/** A denial in other words: its message, and its `messages` where they come in several languages (C6). */
export const deniedAs = (refusal: Rejection, words: string | { readonly default: string }): Rejection =>
  typeof words === 'string' ? { ...refusal, message: words } : { ...refusal, message: words.default, messages: { ...words } }

/**
 * A refusal's text in a language (`de`, `de-AT`), or the default one where there is none (C6).
 *
 * @example
 * const outcome = execute(pool, { type: 'AssignSeat', member: 'nobody' }, at, { role: 'systemAdmin' })
 * if (outcome._tag === 'Left') show(messageIn(outcome.left, 'de'))
 */
export const messageIn = ({ message, messages = {} }: Rejection, language: string): string => {
  const found = [language, language.replace(/-.*/, '')].find((each) => Object.hasOwn(messages, each))
  return found === undefined ? message : (messages[found] as string)
}

/** `Invalid` at one field. */
export const invalid = (path: string, message: string): Rejection => reject({ type: 'Invalid', issues: [{ path, message }] })

const contact = { systemAdmin: 'the system administrator', accountManager: 'the account manager' } as const

const render = (facts: RejectionFacts): string => {
  switch (facts.type) {
    case 'AllowanceExhausted':
      return `No license is available (${facts.consumed} of ${facts.allowance} consumed). It would pass with an allowance of ${facts.to}: ask ${contact[facts.ask]}.`
    case 'TermsNotAccepted':
      return `The terms of raising the allowance to ${facts.to} have not been accepted.`
    case 'QuoteStale':
      return `The quote was made from an allowance of ${facts.from}, which is now ${facts.allowance}: ask for a new quote.`
    case 'NotAnIncrease':
      return `${facts.to} is not more than the allowance of ${facts.allowance}.`
    case 'ContactAccountManager':
      return `${facts.command} is done by the account manager: please contact them.`
    case 'DependenciesRemain':
      return `${facts.member} cannot be moved to unlicensed while these remain: ${facts.dependencies.map((each) => `${each.kind} ${each.id}`).join(', ')}.`
    case 'MustReturnToUnassigned':
      return `Unlicensed people come back to "All teams - Unassigned" only, not to "${facts.placement}".`
    case 'WrongOrganization':
      return `The lot was bought for organization ${facts.organization}; this pool belongs to ${facts.expected}.`
    case 'UnknownMember':
      return `The pool does not know ${facts.member}.`
    case 'UnknownSession':
      return `There is no session ${facts.session}.`
    case 'MemberExists':
      return `${facts.member} is already there, or already holds a seat.`
    case 'NotWaiting':
      return `${facts.member} is not waiting for approval.`
    case 'NoLicense':
      return facts.policy === undefined
        ? `${facts.member} has no license.`
        : `${facts.member} gets no license by the policy ${facts.policy}: ${facts.reason}`
    case 'MemberCannotSignIn':
      return `${facts.member} cannot sign in: it is a placeholder or a resource, or its status does not sign in.`
    case 'MemberDisabled':
      return `${facts.member} is disabled; enable it first.`
    case 'MemberDeleted':
      return `${facts.member} was deleted; add it again first.`
    case 'MemberUnlicensed':
      return `${facts.member} is unlicensed; license it again first.`
    case 'MemberDeactivated':
      return `${facts.member} is deactivated in the CRM.`
    case 'Excluded':
      return `${facts.member} is left out by the import filter.`
    case 'NotPermitted':
      return `The role ${facts.role} may not give ${facts.command}${facts.role === 'member' ? ' (a member acts for itself)' : ''}.`
    case 'NotInSetupWizard':
      return `The setup wizard does not offer ${facts.command}.`
    case 'IdempotencyKeyReused':
      return `The idempotency key ${facts.key} was used for another command.`
    case 'UnknownPool':
      return `There is no pool ${facts.pool}.`
    case 'Invalid':
      return `Invalid: ${facts.issues.map((issue) => (issue.path === '' ? issue.message : `${issue.path}: ${issue.message}`)).join('; ')}`
  }
}
