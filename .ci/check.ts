// `npm run check`: everything that must hold before a commit. Stops at the first step that fails.
//   npm run check                     every step
//   npm run check -- types lint       only these
//   npm run check -- --without tests  all but these
import { delimiter, join } from 'node:path'
import { steps } from './steps.ts'
import { root, toolsOn } from './tools.ts'

const chosen = choose(process.argv.slice(2))
const tools = toolsOn([join(root, 'node_modules/.bin'), process.env.PATH].join(delimiter))
const done: string[] = []

for (const step of chosen) {
  console.log(`\n=== ${step.name}`)
  const start = performance.now()
  const seconds = () => `${((performance.now() - start) / 1000).toFixed(1)} s`
  try {
    step.run(tools)
  } catch (error) {
    console.error(`\n${error instanceof Error ? error.message : error}\n\ncheck failed at ${step.name}, after ${seconds()}`)
    process.exit(1)
  }
  done.push(`${step.name} ${seconds()}`)
  console.log(`=== ${done.at(-1)}`)
}
console.log(`\ncheck passed: ${done.join(', ')}`)

function choose(args: readonly string[]) {
  const without = args[0] === '--without'
  const names = without ? args.slice(1) : args
  const unknown = names.find((name) => !steps.some((step) => step.name === name))
  if (unknown !== undefined) {
    console.error(`check: no step is named ${unknown}; there are: ${steps.map((step) => step.name).join(', ')}`)
    process.exit(2)
  }
  if (without) return steps.filter((step) => !names.includes(step.name))
  return names.length === 0 ? steps : steps.filter((step) => names.includes(step.name))
}
