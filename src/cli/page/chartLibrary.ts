// The chart library as text, for a page that needs no network. Run from the source, it is read from node_modules; the build puts
// the text in the place of each of these expressions (tsup.config.ts), so that nobody has to install it.

import { readFileSync } from 'node:fs'
import { fileURLToPath } from 'node:url'

export const chartLibrary = readFileSync(fileURLToPath(import.meta.resolve('uplot/dist/uPlot.iife.min.js')), 'utf8')
export const chartLibraryStyle = readFileSync(fileURLToPath(import.meta.resolve('uplot/dist/uPlot.min.css')), 'utf8')
export const chartLibraryLicense = readFileSync(fileURLToPath(import.meta.resolve('uplot/LICENSE')), 'utf8')
