import { z } from 'zod'
import { Line } from '../../values/text.ts'

const mostText = 200

/** Text as it stands in a mapping; YAML reads `500` and `yes` as something else where quotes are left out. */
const Text = z.preprocess(
  (value) => (typeof value === 'number' || typeof value === 'boolean' ? String(value) : value),
  Line(mostText),
)
const Texts = z.record(z.string().max(mostText), Text, { error: 'expected cells with what each stands for' })

/**
 * Where a value of a row comes from: a column, a template of columns (`{account} – {product}`), or one value for every
 * row. Text alone is the name of a column, or a template where it has braces.
 */
const Given = z.preprocess(
  (value) => (typeof value !== 'string' ? value : value.includes('{') ? { template: value } : { column: value }),
  z
    .strictObject(
      {
        column: Text.optional(),
        template: Text.optional(),
        value: Text.optional(),
        /** What each cell stands for; capitals do not matter. */
        values: Texts.optional(),
        /** For a cell that is empty, or that `values` does not list. */
        default: Text.optional(),
      },
      { error: 'expected a column, such as amount: Deal value' },
    )
    .refine(
      ({ column, template, value }) => [column, template, value].filter((one) => one !== undefined).length === 1,
      'say one of column, template and value',
    )
    .refine(({ template }) => template === undefined || placeholders(template).length > 0, {
      path: ['template'],
      error: 'expected columns in braces, such as {account} – {product}',
    }),
)
export type Given = z.output<typeof Given>

/** The columns that a template names. */
export const placeholders = (template: string): string[] =>
  [...template.matchAll(/\{([^{}]+)\}/g)].map(([, name = '']) => name.trim())

export const dateFormats = ['iso', 'm/d/yyyy', 'd/m/yyyy', 'd.m.yyyy', 'd-m-yyyy', 'm-d-yyyy', 'yyyy/m/d'] as const
export type DateFormat = (typeof dateFormats)[number]

const Format = z.strictObject({
  dates: z.enum(dateFormats, `one of: ${dateFormats.join(', ')}`).default('iso'),
  decimal: z.enum(['.', ','], 'the sign before the decimals, "." or ","').default('.'),
  /** Where days and times without an offset are meant. */
  time_zone: z.string().refine(isTimeZone, 'expected a time zone such as Asia/Jakarta').default('UTC'),
  /** Found out by itself where nothing is said. */
  delimiter: z.enum([',', ';', '\t', '|'], 'one of , ; | or a tab').optional(),
})

const DealMapping = z.strictObject(
  {
    id: Given,
    name: Given,
    /** A row of which nothing says the pipeline goes where the routing rules send it. */
    pipeline: Given.optional(),
    /** Such a row may leave the stage to the rules as well. */
    stage: Given.optional(),
    /** open, won or lost, where the stage does not say so. */
    status: Given.optional(),
    /** The stage that a won or lost deal was in; the last one of its history where nothing is said. */
    closed_from: Given.optional(),
    amount: Given.optional(),
    currency: Given,
    created_at: Given.optional(),
    closed_at: Given.optional(),
    close_date: Given.optional(),
    owner: Given.optional(),
    account: Given.optional(),
    account_domain: Given.optional(),
    partner: Given.optional(),
    partner_domain: Given.optional(),
    source: Given.optional(),
    lost_reason: Given.optional(),
    next_step: Given.optional(),
    /** For how many months it was sold; without any it is sold once. A deal won for a term leaves a contract. */
    term_months: Given.optional(),
    /** What is sold for that term, by its key or name. */
    product: Given.optional(),
    /** month, quarter or year; where nothing is said a year, or a month where the term is of no whole years. */
    billing_period: Given.optional(),
    /** The first day of the term; the day of the win where nothing is said. */
    term_starts_on: Given.optional(),
    /** The id of the deal that it renews, in the same source. */
    renews: Given.optional(),
    /** Keys of the library's fields of deals. */
    fields: z.record(z.string(), Given).default({}),
    /** When the deal entered each stage: columns by stage, or one pattern such as `entered_{stage}`. */
    entered: z
      .union([Line(mostText).refine((text) => text.includes('{stage}')), z.record(z.string(), Line(mostText))], {
        error: 'expected columns by stage, or a pattern such as entered_{stage}',
      })
      .default({}),
  },
  { error: 'expected what a deal is made of' },
)

/** How the rows of a file become deals. `source` and a row's id together are what makes it the same deal next time. */
export const Mapping = z.strictObject({
  source: z
    .string({ error: 'expected the name of the system that the file comes from' })
    .regex(/^[a-z0-9]+([-_.][a-z0-9]+)*$/, 'expected a name in lower case such as hubspot')
    .max(60),
  format: Format.prefault({}),
  people: z
    .strictObject({
      /** Owners that nobody here is become reps, who own deals and cannot sign in yet. */
      create: z.boolean('expected true or false').default(false),
    })
    .prefault({}),
  products: z
    .strictObject({
      /** What is sold for a term and nobody here knows becomes a product. */
      create: z.boolean('expected true or false').default(false),
    })
    .prefault({}),
  amounts: z
    .strictObject({
      /** `at_closing`: what a closed deal turned out to be worth, which nobody knew while it was open. */
      known: z.enum(['throughout', 'at_closing'], 'throughout or at_closing').default('throughout'),
    })
    .prefault({}),
  deal: DealMapping,
})
export type Mapping = z.output<typeof Mapping>

export type Reference = { path: (string | number)[]; column: string }

/** Every column that a mapping names, with the place where it does; patterns of stages apart. */
export function columnsOf({ deal }: Pick<Mapping, 'deal'>): Reference[] {
  const { fields, entered, ...rest } = deal
  const given = [
    ...Object.entries(rest).map(([key, one]) => ({ path: ['deal', key], one: one as Given | undefined })),
    ...Object.entries(fields).map(([key, one]) => ({ path: ['deal', 'fields', key], one })),
  ]
  const stages = typeof entered === 'string' ? [] : Object.entries(entered)
  return [
    ...given.flatMap(({ path, one }) => namesOf(one).map((column) => ({ path, column }))),
    ...stages.map(([stage, column]) => ({ path: ['deal', 'entered', stage], column })),
  ]
}

const namesOf = (given: Given | undefined): string[] => {
  if (given?.column !== undefined) return [given.column]
  return given?.template === undefined ? [] : placeholders(given.template)
}

function isTimeZone(name: string): boolean {
  try {
    return Boolean(new Intl.DateTimeFormat('en', { timeZone: name }))
  } catch {
    return false
  }
}
