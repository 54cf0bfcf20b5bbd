// What the two collections might have been, each behind the same few operations: ours and the libraries that do the like.

import type { Edit } from '../../src/pool/collections/edit.ts'
import { type Entry, emptyOrder, firstEntry, insertEntry, type Order, removeEntry } from '../../src/pool/collections/order.ts'
import { emptyRecords, getRecord, type Records, setRecord } from '../../src/pool/collections/records.ts'

/** A record of ten fields, as flat as a member's. */
export const recordOf = (id: string, ordinal: number) => ({
  id,
  type: 'enabled',
  kind: 'person',
  ordinal,
  grantedAt: 1_774_000_000_000 + ordinal,
  usedDay: 20_000,
  by: 'system',
  client: 'mobile',
  until: undefined,
  uses: 0,
})

export type Member = ReturnType<typeof recordOf>

export interface RecordsLike<S> {
  readonly empty: () => S
  readonly get: (state: S, id: string) => Member | undefined
  readonly set: (state: S, member: Member, edit?: Edit) => S
}

export interface OrderLike<S> {
  readonly empty: () => S
  readonly first: (state: S) => Entry
  readonly insert: (state: S, entry: Entry, edit?: Edit) => S
  readonly remove: (state: S, entry: Entry, edit?: Edit) => S
  /** Where an edit has to be begun by hand. */
  readonly begin?: (state: S) => S
}

export interface Candidate {
  readonly name: string
  readonly records: RecordsLike<unknown>
  readonly order?: OrderLike<unknown>
  /** One that takes milliseconds a change is shown with few changes and few members. */
  readonly slow?: boolean
}

// One place for the casts: a candidate's state is opaque to what measures it.
const records = <S>(like: RecordsLike<S>) => like as RecordsLike<unknown>
const order = <S>(like: OrderLike<S>) => like as OrderLike<unknown>

export const candidates: Readonly<Record<string, () => Promise<Candidate>>> = {
  ours: async () => ({
    name: 'ours',
    records: records<Records<Member>>({ empty: emptyRecords, get: getRecord, set: setRecord }),
    order: order<Order>({
      empty: () => emptyOrder,
      first: (state) => firstEntry(state) as Entry,
      insert: insertEntry,
      remove: removeEntry,
    }),
  }),
  immutable: async () => {
    const { Map: ImmutableMap } = await import('immutable')
    return {
      name: 'immutable.js Map',
      records: records({
        empty: () => ImmutableMap<string, Member>(),
        get: (state, id) => state.get(id),
        set: (state, member, edit) => (edit === undefined ? state.asImmutable() : state.asMutable()).set(member.id, member),
      }),
    }
  },
  btree: async () => {
    const { default: loaded } = await import('sorted-btree')
    const BTree = (loaded as unknown as { default?: typeof loaded }).default ?? loaded
    const compare = (one: Entry, other: Entry): number => one.key - other.key || one.ordinal - other.ordinal
    const changed = <K, V>(state: InstanceType<typeof BTree<K, V>>, edit: Edit | undefined) =>
      edit === undefined ? state.clone() : state
    return {
      name: 'sorted-btree',
      records: records({
        empty: () => new BTree<string, Member>(),
        get: (state, id) => state.get(id),
        set: (state, member, edit) => {
          const next = changed(state, edit)
          next.set(member.id, member)
          return next
        },
      }),
      order: order({
        empty: () => new BTree<Entry, undefined>(undefined, compare),
        begin: (state) => state.clone(),
        first: (state) => state.minKey() as Entry,
        insert: (state, entry, edit) => {
          const next = changed(state, edit)
          next.set(entry, undefined)
          return next
        },
        remove: (state, entry, edit) => {
          const next = changed(state, edit)
          next.delete(entry)
          return next
        },
      }),
    }
  },
  immer: async () => {
    const { enableMapSet, produce, setAutoFreeze } = await import('immer')
    enableMapSet()
    setAutoFreeze(false)
    return {
      name: 'immer over a Map',
      slow: true,
      records: records({
        empty: () => new Map<string, Member>(),
        get: (state, id) => state.get(id),
        set: (state, member, edit) =>
          edit === undefined ? produce(state, (draft) => void draft.set(member.id, member)) : state.set(member.id, member),
      }),
    }
  },
}
