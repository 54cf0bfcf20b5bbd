// SHA-256 (FIPS 180-4), since a fingerprint is wanted at once and a browser's own answers only later. It takes a text by its UTF-16
// units, two bytes each, so that it needs no encoder.

/** The first 32 bits of the fractional part of a root of a prime. */
const fraction = (root: number): number => ((root - Math.floor(root)) * 2 ** 32) | 0

const primes = (count: number): readonly number[] => {
  const found: number[] = []
  for (let candidate = 2; found.length < count; candidate++) {
    if (found.every((prime) => candidate % prime !== 0)) found.push(candidate)
  }
  return found
}

const constants = new Int32Array(primes(64).map((prime) => fraction(Math.cbrt(prime))))
const initial = primes(8).map((prime) => fraction(Math.sqrt(prime)))

const rotated = (word: number, by: number): number => (word >>> by) | (word << (32 - by))

/** The SHA-256 of a text, as 64 hexadecimal digits. */
export const sha256 = (text: string): string => {
  const units = text.length
  // The text, a one bit, zeros, and the length in bits as two words, in blocks of 16 words.
  const words = new Int32Array((((units >> 1) + 18) >> 4) * 16)
  for (let n = 0; n < units; n++) words[n >> 1]! |= text.charCodeAt(n) << (n % 2 === 0 ? 16 : 0)
  words[units >> 1]! |= units % 2 === 0 ? 0x8000_0000 : 0x8000
  words[words.length - 2] = Math.floor((units * 16) / 2 ** 32)
  words[words.length - 1] = (units * 16) | 0
  const hash = new Int32Array(initial)
  const schedule = new Int32Array(64)
  for (let from = 0; from < words.length; from += 16) addBlock(hash, schedule, words.subarray(from, from + 16))
  return [...hash].map((word) => (word >>> 0).toString(16).padStart(8, '0')).join('')
}

const addBlock = (hash: Int32Array, w: Int32Array, block: Int32Array): void => {
  w.set(block)
  for (let n = 16; n < 64; n++) {
    const [early, late] = [w[n - 15]!, w[n - 2]!]
    const s0 = rotated(early, 7) ^ rotated(early, 18) ^ (early >>> 3)
    const s1 = rotated(late, 17) ^ rotated(late, 19) ^ (late >>> 10)
    w[n] = (w[n - 16]! + s0 + w[n - 7]! + s1) | 0
  }
  let [a, b, c, d, e, f, g, h] = hash as unknown as [number, number, number, number, number, number, number, number]
  for (let n = 0; n < 64; n++) {
    const choice = (e & f) ^ (~e & g)
    const majority = (a & b) ^ (a & c) ^ (b & c)
    const t1 = (h + (rotated(e, 6) ^ rotated(e, 11) ^ rotated(e, 25)) + choice + constants[n]! + w[n]!) | 0
    const t2 = ((rotated(a, 2) ^ rotated(a, 13) ^ rotated(a, 22)) + majority) | 0
    ;[h, g, f, e, d, c, b, a] = [g, f, e, (d + t1) | 0, c, b, a, (t1 + t2) | 0]
  }
  for (const [n, word] of [a, b, c, d, e, f, g, h].entries()) hash[n]! += word
}
