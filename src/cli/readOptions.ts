// Node's own reading of options, with its refusals in our words.

import { suggestion } from '../pool/validation/flaw.ts'
import { Fault } from './fault.ts'

/** Reads options; an unknown one is answered with the nearest of the names. */
export const readOptions = <A>(read: () => A, options: Readonly<Record<string, unknown>>): A => {
  try {
    return read()
  } catch (error) {
    const code = error instanceof Error && 'code' in error ? error.code : undefined
    const [, option] = /'(?:-., )?(-[^' ]*)/.exec(error instanceof Error ? error.message : '') ?? []
    switch (code) {
      case 'ERR_PARSE_ARGS_UNKNOWN_OPTION': {
        const names = Object.keys(options).map((name) => `--${name}`)
        throw new Fault(`unknown option ${option}${suggestion(option ?? '', names)}`)
      }
      case 'ERR_PARSE_ARGS_INVALID_OPTION_VALUE':
        throw new Fault(`${(error as Error).message.split('\n')[0]}`)
      default:
        throw error
    }
  }
}
