// The persistent map from an id to the record that carries it: members and leases of a pool, a million of either.
// A hash trie of dense branches over small buckets. It must not know what a record means, nor keep anything outside the value.
import { type Edit, owns } from './edit.ts'

export type { Edit } from './edit.ts'

interface Identified {
  readonly id: string
}

export interface Records<V extends Identified> {
  readonly size: number
  readonly root: Branch<V>
}

/** `bits`: how many bits of its branch's digit all hashes in the bucket share; it stands in every slot that agrees on them. */
interface Bucket<V> {
  readonly owner: Edit | undefined
  readonly bits: number
  readonly hashes: number[]
  readonly items: V[]
}

interface Branch<V> {
  readonly owner: Edit | undefined
  readonly bits: number
  readonly hashes: undefined
  readonly items: Node<V>[]
}

type Node<V> = Bucket<V> | Branch<V>

const DIGIT_BITS = 5
const HASH_BITS = 30
const FANOUT = 1 << DIGIT_BITS
const BUCKET_MOST = 16

/** 30 bits, so that a hash is a small integer on every platform. */
const hashOf = (id: string): number => {
  let hash = id.length
  for (let index = 0; index < id.length; index++) hash = Math.imul(hash ^ id.charCodeAt(index), 0x5bd1e995)
  hash = Math.imul(hash ^ (hash >>> 15), 0x2c1b3c6d)
  return (hash ^ (hash >>> 13)) >>> 2
}

const branchOf = <V>(child: Node<V>, owner: Edit | undefined): Branch<V> => ({
  owner,
  bits: DIGIT_BITS,
  hashes: undefined,
  items: new Array<Node<V>>(FANOUT).fill(child),
})

const empty: Records<never> = { size: 0, root: branchOf<never>({ owner: undefined, bits: 0, hashes: [], items: [] }, undefined) }

export const emptyRecords = <V extends Identified>(): Records<V> => empty as unknown as Records<V>

const digit = (hash: number, shift: number): number => (hash >>> shift) & (FANOUT - 1)

const indexIn = <V extends Identified>(bucket: Bucket<V>, hash: number, id: string): number => {
  const { hashes, items } = bucket
  for (let index = 0; index < hashes.length; index++) {
    if (hashes[index] === hash && (items[index] as V).id === id) return index
  }
  return -1
}

export const getRecord = <V extends Identified>(records: Records<V>, id: string): V | undefined => {
  const hash = hashOf(id)
  let node: Node<V> = records.root
  for (let shift = 0; node.hashes === undefined; shift += DIGIT_BITS) node = node.items[digit(hash, shift)] as Node<V>
  const index = indexIn(node, hash, id)
  return index < 0 ? undefined : node.items[index]
}

const ownBranch = <V>(branch: Branch<V>, edit: Edit | undefined): Branch<V> =>
  owns(edit, branch.owner) ? branch : { owner: edit, bits: branch.bits, hashes: undefined, items: branch.items.slice() }

const ownBucket = <V>(bucket: Bucket<V>, edit: Edit | undefined): Bucket<V> =>
  owns(edit, bucket.owner)
    ? bucket
    : { owner: edit, bits: bucket.bits, hashes: bucket.hashes.slice(), items: bucket.items.slice() }

/** Puts a child in every slot that agrees with `slot` on the bits that the child's hashes share. */
const place = <V>(branch: Branch<V>, slot: number, child: Node<V>): void => {
  const step = 1 << child.bits
  for (let index = slot & (step - 1); index < FANOUT; index += step) branch.items[index] = child
}

const half = <V>(bucket: Bucket<V>, bit: number, value: number): Bucket<V> => {
  const hashes: number[] = []
  const items: V[] = []
  for (let index = 0; index < bucket.hashes.length; index++) {
    const hash = bucket.hashes[index] as number
    if (((hash >>> bit) & 1) !== value) continue
    hashes.push(hash)
    items.push(bucket.items[index] as V)
  }
  return { owner: bucket.owner, bits: bucket.bits + 1, hashes, items }
}

/** Puts a bucket into a branch that this edit just made or owns, splitting it while it is too full and hashes still differ. */
const fit = <V>(branch: Branch<V>, shift: number, slot: number, bucket: Bucket<V>): void => {
  const { bits } = bucket
  if (bucket.items.length <= BUCKET_MOST || shift + bits >= HASH_BITS) {
    place(branch, slot, bucket)
  } else if (bits < DIGIT_BITS) {
    const low = slot & ((1 << bits) - 1)
    fit(branch, shift, low, half(bucket, shift + bits, 0))
    fit(branch, shift, low | (1 << bits), half(bucket, shift + bits, 1))
  } else {
    const below: Bucket<V> = { ...bucket, bits: 0 }
    const deeper = branchOf<V>(below, bucket.owner)
    fit(deeper, shift + DIGIT_BITS, 0, below)
    place(branch, slot, deeper)
  }
}

export const setRecord = <V extends Identified>(records: Records<V>, record: V, edit?: Edit): Records<V> => {
  const hash = hashOf(record.id)
  const root = ownBranch(records.root, edit)
  let branch = root
  let shift = 0
  let slot = digit(hash, shift)
  let child = branch.items[slot] as Node<V>
  while (child.hashes === undefined) {
    const below = ownBranch(child, edit)
    branch.items[slot] = below
    branch = below
    shift += DIGIT_BITS
    slot = digit(hash, shift)
    child = branch.items[slot] as Node<V>
  }
  const index = indexIn(child, hash, record.id)
  const bucket = ownBucket(child, edit)
  if (index >= 0) {
    bucket.items[index] = record
    place(branch, slot, bucket)
    return { size: records.size, root }
  }
  bucket.hashes.push(hash)
  bucket.items.push(record)
  fit(branch, shift, slot, bucket)
  return { size: records.size + 1, root }
}

/** Puts back a bucket that lost a record, joined with its other half while the two of them leave room to grow again. */
const rejoin = <V>(branch: Branch<V>, slot: number, bucket: Bucket<V>): Bucket<V> => {
  let whole = bucket
  while (whole.bits > 0) {
    const other = branch.items[slot ^ (1 << (whole.bits - 1))] as Node<V>
    if (other.hashes === undefined || other.bits !== whole.bits) break
    if (other.items.length + whole.items.length > BUCKET_MOST / 2) break
    whole = {
      owner: whole.owner,
      bits: whole.bits - 1,
      hashes: whole.hashes.concat(other.hashes),
      items: whole.items.concat(other.items),
    }
  }
  place(branch, slot, whole)
  return whole
}

const removeFrom = <V extends Identified>(
  branch: Branch<V>,
  shift: number,
  hash: number,
  id: string,
  edit: Edit | undefined,
): Node<V> => {
  const own = ownBranch(branch, edit)
  const slot = digit(hash, shift)
  let child = own.items[slot] as Node<V>
  if (child.hashes === undefined) {
    child = removeFrom(child, shift + DIGIT_BITS, hash, id, edit)
  } else {
    const index = indexIn(child, hash, id)
    child = ownBucket(child, edit)
    child.hashes.splice(index, 1)
    child.items.splice(index, 1)
  }
  if (child.hashes === undefined) {
    own.items[slot] = child
    return own
  }
  const whole = rejoin(own, slot, child)
  return whole.bits > 0 || shift === 0 ? own : { ...whole, bits: DIGIT_BITS }
}

export const removeRecord = <V extends Identified>(records: Records<V>, id: string, edit?: Edit): Records<V> => {
  if (getRecord(records, id) === undefined) return records
  const root = removeFrom(records.root, 0, hashOf(id), id, edit) as Branch<V>
  return { size: records.size - 1, root }
}

const eachIn = <V>(branch: Branch<V>, visit: (record: V) => void): void => {
  for (let slot = 0; slot < FANOUT; slot++) {
    const child = branch.items[slot] as Node<V>
    if (child.hashes === undefined) eachIn(child, visit)
    else if (slot >> child.bits === 0) child.items.forEach(visit)
  }
}

/** Visits every record once, in no order that means anything. */
export const eachRecord = <V extends Identified>(records: Records<V>, visit: (record: V) => void): void =>
  eachIn(records.root, (record) => visit(record))
