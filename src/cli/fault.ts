// What whoever called us has to mend: it is told on stderr in one line, and the exit code is 2. Thrown, since it ends the run
// from wherever it is found; anything else that is thrown is our own mistake.

export class Fault extends Error {
  override readonly name = 'Fault'
  /** The line that it is about, where that is not the one being read. */
  readonly line: number | undefined

  constructor(message: string, line?: number) {
    super(message)
    this.line = line
  }
}

/** Where in a file: `plans.json, line 4`. */
export const inFile = (file: string, line?: number): string => (line === undefined ? file : `${file}, line ${line}`)

/** Why the operating system would not, in words. */
export const systemFault = (file: string, error: unknown): Fault => {
  const code = error instanceof Error && 'code' in error ? String(error.code) : ''
  return new Fault(`${file}: ${words[code] ?? (error instanceof Error ? error.message : String(error))}`)
}

const words: Readonly<Record<string, string>> = {
  ENOENT: 'there is no such file or folder',
  EISDIR: 'is a folder, not a file',
  ENOTDIR: 'a part of the path is a file, not a folder',
  EACCES: 'may not be opened: permission denied',
  EPERM: 'may not be opened: not permitted',
  EROFS: 'cannot be written: the file system is read-only',
  ENOSPC: 'cannot be written: no space is left',
}
