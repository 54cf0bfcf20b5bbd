// From what was written to a value, led by the shape that it should have: an id is the text as it was written (`007`, `true`, `null`),
// and a moment is an instant. What the shape does not know is left as it stands, for the shape to refuse.

import { instant, type Shape } from '../../pool/validation/shape.ts'
import { moment, readMoment } from '../moment.ts'
import type { Written, WrittenScalar } from './tree.ts'

type Shapes = readonly Shape<unknown>[]

/** The value of what was written, given any of these shapes; `zone` is where moments without an offset are local to. */
export const readValue = (written: Written, shapes: Shapes = [], zone = 'UTC'): unknown => {
  switch (written.type) {
    case 'Scalar':
      return scalarOf(written, shapes.flatMap(leaves), zone)
    case 'List':
      return written.items.map((item) => readValue(item, shapes.flatMap(items), zone))
    case 'Record': {
      const tagged = shapes.flatMap(leaves).flatMap((shape) => variantsOf(shape, written))
      return Object.fromEntries(
        written.fields.map(({ name, content }) => [name, readValue(content, tagged.flatMap(under(name)), zone)]),
      )
    }
  }
}

const scalarOf = ({ value, source }: WrittenScalar, shapes: Shapes, zone: string): unknown => {
  const text = typeof value === 'string' ? value : source
  const isMoment = shapes.includes(moment)
  if (text !== undefined && (isMoment || shapes.includes(instant))) {
    const at = readMoment(text, zone)
    if (typeof at === 'number') return at
  }
  if (source === undefined || shapes.some((shape) => shape !== moment && shape.accepts(value))) return value
  return isMoment || shapes.some((shape) => shape.accepts(source)) ? source : value
}

/** A choice is each of what it chooses from. */
const leaves = (shape: Shape<unknown>): Shapes => shape.shapes?.flatMap(leaves) ?? [shape]
const items = (shape: Shape<unknown>): Shapes => leaves(shape).flatMap(({ item }) => item ?? [])

const under =
  (name: string) =>
  ({ required, optional, values }: Shape<unknown>): Shapes => {
    const fields = { ...optional, ...required }
    return Object.hasOwn(fields, name) ? [fields[name] as Shape<unknown>] : values === undefined ? [] : [values]
  }

const variantsOf = (shape: Shape<unknown>, written: Extract<Written, { type: 'Record' }>): Shapes => {
  const { variants } = shape
  if (variants === undefined) return [shape]
  const content = written.fields.find(({ name }) => name === 'type')?.content
  const type = content?.type === 'Scalar' ? content.value : undefined
  return typeof type === 'string' && Object.hasOwn(variants, type) ? [variants[type] as Shape<unknown>] : []
}
