import { readFileSync } from 'node:fs'
import { text as readAll } from 'node:stream/consumers'
import type { AnswerOf, InputOf } from '../client/client.ts'
import { type Command, textOf, usageFault } from './command.ts'
import { moneyText, printList, table } from './output.ts'

const scope = {
  period: { type: 'string' },
  pipeline: { type: 'string' },
  'as-of': { type: 'string' },
} as const

export const showGrid: Command = {
  name: 'forecast grid',
  summary: 'What people call for a period, beside the model and the quota',
  usage:
    '[--period PERIOD] [--pipeline KEY] [--rows hierarchy|teams|pipelines|periods] [--as-of MOMENT] [--currency CODE]',
  flags: { ...scope, rows: { type: 'string' }, currency: { type: 'string' } },
  async run(call) {
    const { client, out } = call
    const grid = await client.forecast_grid.get({
      period: textOf(call, 'period'),
      pipeline: textOf(call, 'pipeline'),
      rows: textOf(call, 'rows') as InputOf<'forecast_grid.get'>['rows'],
      as_of: textOf(call, 'as-of'),
      currency: textOf(call, 'currency'),
    })
    out.data(grid, () =>
      [
        `${grid.period}, as of ${grid.as_of}, in ${grid.currency}; each call holds all that is firmer, * where somebody adjusted it`,
        table(
          out,
          ['row', 'closed', 'commit', 'best case', 'pipeline', 'likely', 'quota', 'attained', 'gap'],
          grid.rows.map((row) => [
            `${'  '.repeat(row.depth)}${nameOf(row)}`,
            row.closed.amount.amount,
            cell(row.commit),
            cell(row.best_case),
            cell(row.pipeline_call),
            row.likely?.amount,
            row.quota?.amount,
            row.attainment === null ? null : `${Math.round(100 * row.attainment)}%`,
            row.gap?.amount,
          ]),
        ),
        ...(grid.unconverted.length === 0
          ? []
          : [`left out for want of a rate: ${grid.unconverted.map(moneyText).join(', ')}`]),
        ...grid.notes,
      ].join('\n'),
    )
  },
}

type Row = AnswerOf<'forecast_grid.get'>['rows'][number]
const cell = ({ cumulative, adjusted }: Row['commit']) => `${cumulative.amount}${adjusted ? '*' : ''}`
const nameOf = ({ kind, name }: Row) => (kind === 'own' ? `${name}, own deals` : name || kind)

export const adjust: Command = {
  name: 'forecast adjust',
  summary: 'Say what a person’s forecast comes to, with the reason; none takes back what you said',
  usage: 'PIPELINE PERIOD PERSON_ID commit|best_case|pipeline "1200.00 EUR"|none REASON',
  words: { least: 6, most: 6 },
  async run({ client, out, words }) {
    const [pipeline = '', period = '', person_id = '', category, amount = '', reason = ''] = words
    const made = await client.adjustments.create({
      pipeline,
      period,
      person_id,
      category: category as InputOf<'adjustments.create'>['category'],
      amount: amount === 'none' ? null : moneyOf(amount),
      reason,
    })
    out.data(made, () => `${made.person.name} ${made.period}, ${made.category}: ${moneyText(made.amount)}`)
  },
}

function moneyOf(text: string) {
  const [, amount, currency] = /^(\d+(?:\.\d+)?) ?([A-Z]{3})$/.exec(text) ?? []
  if (amount === undefined || currency === undefined)
    throw usageFault(`\`${text}\` is no amount; expected one such as "1200.00 EUR"`)
  return { amount, currency }
}

export const submitForecast: Command = {
  name: 'forecast submit',
  summary: 'Submit your forecast for a period and pipeline; another amount than the deals say needs a note',
  usage: 'PIPELINE [--period PERIOD] [--commit "1200.00 EUR"] [--best-case …] [--pipeline-call …] [--note TEXT]',
  flags: {
    period: { type: 'string' },
    commit: { type: 'string' },
    'best-case': { type: 'string' },
    'pipeline-call': { type: 'string' },
    note: { type: 'string' },
  },
  words: { least: 1, most: 1 },
  async run(call) {
    const amount = (flag: string) => {
      const text = textOf(call, flag)
      return text === undefined ? undefined : moneyOf(text)
    }
    const made = await call.client.submissions.create({
      pipeline: call.words[0] ?? '',
      period: textOf(call, 'period'),
      called: { commit: amount('commit'), best_case: amount('best-case'), pipeline: amount('pipeline-call') },
      note: textOf(call, 'note'),
    })
    const against = made.against_model === null ? '' : `, ${moneyText(made.against_model)} against the model`
    call.out.data(made, () => `${made.pipeline.key} ${made.period}: commit ${moneyText(made.called.commit)}${against}`)
  },
}

export const listSubmissions: Command = {
  name: 'submissions list',
  summary: 'Forecasts as they were submitted, the newest first',
  usage: '[--pipeline KEY] [--period PERIOD]',
  flags: { pipeline: { type: 'string' }, period: { type: 'string' } },
  async run(call) {
    const answer = await call.client.submissions.list({
      pipeline: textOf(call, 'pipeline'),
      period: textOf(call, 'period'),
    })
    printList(call.out, answer, {
      submitted: ({ submitted_at }) => submitted_at,
      person: ({ person }) => person.name,
      pipeline: ({ pipeline }) => pipeline.key,
      period: ({ period }) => period,
      commit: ({ called }) => moneyText(called.commit),
      'best case': ({ called }) => moneyText(called.best_case),
      locked: ({ locked }) => (locked ? 'yes' : ''),
    })
  },
}

export const listDue: Command = {
  name: 'submissions due',
  summary: 'Until when forecasts are to be submitted, and who has not done so yet',
  usage: '[--pipeline KEY] [--period PERIOD] [--as-of MOMENT]',
  flags: scope,
  async run(call) {
    const answer = await call.client.submissions.due({
      pipeline: textOf(call, 'pipeline'),
      period: textOf(call, 'period'),
      as_of: textOf(call, 'as-of'),
    })
    printList(call.out, answer, {
      pipeline: ({ pipeline }) => pipeline.key,
      period: ({ period }) => period,
      due: ({ due_at }) => due_at ?? 'whenever',
      submitted: ({ people }) => people.filter(({ submission }) => submission !== null).length,
      missing: ({ people }) =>
        people
          .filter(({ submission }) => submission === null)
          .map(({ person }) => person.name)
          .join(', '),
    })
  },
}

export const loadQuotas: Command = {
  name: 'quotas load',
  summary: 'Set many quotas from a file with tabs: pipeline, team or person, then a column for each period',
  usage: 'FILE|- [--currency CODE] [--dry-run]',
  flags: { currency: { type: 'string' }, 'dry-run': { type: 'boolean' } },
  words: { least: 1, most: 1 },
  async run(call) {
    const [file = '-'] = call.words
    const text = file === '-' ? await readAll(process.stdin) : textIn(file)
    const dry_run = call.flags['dry-run'] === true
    const answer = await call.client.quotas.paste({ text, currency: textOf(call, 'currency'), dry_run })
    const { set, unchanged } = answer
    call.out.data(answer, () => `${set} ${dry_run ? 'would be ' : ''}set, ${unchanged} unchanged`)
  },
}

function textIn(file: string): string {
  try {
    return readFileSync(file, 'utf8')
  } catch (error) {
    throw usageFault(`${file} cannot be read: ${error instanceof Error ? error.message : String(error)}`)
  }
}
