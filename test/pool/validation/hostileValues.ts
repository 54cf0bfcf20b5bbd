// Values that somebody could hand us to make us throw, hang or believe them. Each is made anew: some can be used once.

const thrower = (): never => {
  throw new Error('touched')
}

const traps = ['get', 'getOwnPropertyDescriptor', 'getPrototypeOf', 'has', 'ownKeys'] as const

const proxiesThatThrow = Object.fromEntries(
  traps.flatMap((trap) => [
    [`a proxy of an object that throws at ${trap}`, () => new Proxy({ lot: 'a', quantity: 1 }, { [trap]: thrower })],
    [`a proxy of a list that throws at ${trap}`, () => new Proxy(['a'], { [trap]: thrower })],
  ]),
)

const revoked = (target: object): unknown => {
  const { proxy, revoke } = Proxy.revocable(target, {})
  revoke()
  return proxy
}

const cycle = (): unknown => {
  const value: Record<string, unknown> = { lot: 'a', quantity: 1 }
  value.type = value
  value.idleReclaim = value
  return value
}

const cyclicList = (): unknown => {
  const list: unknown[] = ['a']
  list.push(list)
  return list
}

const deep = (): unknown => {
  let value: unknown = 1
  for (let n = 0; n < 100_000; n++) value = { dependency: value }
  return value
}

const lengthIs = (length: unknown): unknown =>
  new Proxy(['a'], { get: (list, name) => (name === 'length' ? length : Reflect.get(list, name)) })

const hostileText = { toString: thrower, valueOf: thrower, toJSON: thrower, [Symbol.toPrimitive]: thrower }

export const hostileValues: Record<string, () => unknown> = {
  ...proxiesThatThrow,
  'a revoked object': () => revoked({}),
  'a revoked list': () => revoked([]),
  'a revoked function': () => revoked(() => 1),
  'a symbol': () => Symbol('s'),
  'a bigint': () => 10n ** 1000n,
  'a function': () => thrower,
  'a class': () => class {},
  NaN: () => Number.NaN,
  '-0': () => -0,
  infinity: () => Number.NEGATIVE_INFINITY,
  'a getter that throws': () => ({ lot: 'a', get quantity() { return thrower() } }), // biome-ignore format: one line is clearer
  'a type that throws': () => ({ get type() { return thrower() } }), // biome-ignore format: one line is clearer
  'a list whose entry throws': () => Object.defineProperty(['a', 'b'], 1, { get: thrower }),
  'a name of its kind that throws': () => Object.create({ get [Symbol.toStringTag]() { return thrower() } }), // biome-ignore format: same
  'a name of its kind that lies': () => Object.create({ [Symbol.toStringTag]: 'x'.repeat(1e6) }),
  'an object that cannot be text': () => hostileText,
  'a prototype among the fields': () => JSON.parse('{ "__proto__": { "lot": "a" }, "quantity": 1, "constructor": 1 }'),
  'an object without prototype': () => Object.assign(Object.create(null), { lot: 'a', quantity: 1 }),
  'a list without prototype': () => Object.setPrototypeOf(['a'], null),
  'a cyclic object': cycle,
  'a cyclic list': cyclicList,
  'a very deep object': deep,
  'a list of four billion holes': () => new Array(2 ** 32 - 1),
  'a sparse list': () => Object.assign([], { 5: 'a', 900000: 'b' }),
  'a long list': () => new Array(999_999).fill('a').concat([1]),
  'a list with a length that is NaN': () => lengthIs(Number.NaN),
  'a list with a length that is a symbol': () => lengthIs(Symbol('length')),
  'a list with a length that is an object': () => lengthIs(hostileText),
  'a list with a length without end': () => lengthIs(Number.POSITIVE_INFINITY),
  'half a surrogate pair': () => '\ud800',
  'a long text': () => 'x'.repeat(1e7),
  'an odd name': () => ({ ['\ud800'.repeat(1e5)]: 1, '': 2, '\0': 3, '\n': 4 }),
  'a Date': () => new Date(Number.NaN),
  'a Map': () => new Map([['lot', 'a']]),
  'boxed text': () => new String('a'),
  'a typed list': () => new Uint8Array(3),
  'an error': () => new Error('x'),
  'a promise': () => Promise.resolve({ lot: 'a' }),
  'the global object': () => globalThis,
  undefined: () => undefined,
}
