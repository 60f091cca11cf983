/** A fault in a definition file. `line` and `column` count from 1 and are null where no text was given. */
export type Finding = {
  file: string
  line: number | null
  column: number | null
  /** Where in the definition: `stages[2].exit[0].rule`. */
  path: string
  message: string
  /** What would put it right. */
  remedy: string
}

/** A fault found in the value, before it is known where in the text that stands. `unknown`: a key that is not known. */
export type Fault = { path: (string | number)[]; message: string; remedy: string; unknown?: boolean }

export const pathText = (path: (string | number)[]): string =>
  path.map((step, i) => (typeof step === 'number' ? `[${step}]` : i === 0 ? step : `.${step}`)).join('')
