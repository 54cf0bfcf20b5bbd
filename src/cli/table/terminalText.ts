// Text as a terminal shows it: how wide it is, and nothing in it that the terminal would obey.

/** Control characters shown as a box: a plan's name must not move the cursor. */
export const harmless = (text: string): string => text.replace(/[\p{Cc}\p{Cf}\u2028\u2029]/gu, '\u25a1')

const wide =
  /[\p{Emoji_Presentation}\u1100-\u115f\u2e80-\u303e\u3041-\ua4cf\uac00-\ud7a3\uf900-\ufaff\ufe30-\ufe6f\uff01-\uff60\uffe0-\uffe6\u{20000}-\u{3fffd}]/u
const marks = /^\p{Mark}+$/u

const widthOf = (letter: string): number => (marks.test(letter) ? 0 : wide.test(letter) ? 2 : 1)

/** In columns of the terminal. */
export const width = (text: string): number => [...text].reduce((sum, letter) => sum + widthOf(letter), 0)

/** Cut to a width, with an ellipsis where something is missing. */
export const shorten = (text: string, most: number): string => {
  if (width(text) <= most) return text
  let kept = ''
  for (const letter of text) {
    if (width(kept) + widthOf(letter) > most - 1) break
    kept += letter
  }
  return `${kept}…`
}

export const padStart = (text: string, to: number): string => ' '.repeat(Math.max(0, to - width(text))) + text

export const padEnd = (text: string, to: number): string => text + ' '.repeat(Math.max(0, to - width(text)))

/** Breaks at spaces into lines of at most that width. */
export const wrap = (text: string, most: number): readonly string[] => {
  const lines: string[] = []
  let line = ''
  for (const word of text.split(' ')) {
    if (line !== '' && width(line) + 1 + width(word) > most) {
      lines.push(line)
      line = word
    } else line = line === '' ? word : `${line} ${word}`
  }
  return [...lines, line]
}
