import type { AnswerOf, InputOf } from '../client/client.ts'
import { type Call, type Command, required, textOf, usageFault } from './command.ts'
import { moneyText, printList } from './output.ts'
import { listed, pageFlags } from './pages.ts'

export const listDeals: Command = {
  name: 'deals list',
  summary: 'Open deals, or those with an outcome; --filter takes the JSON of POST /deals/search',
  usage:
    '[--pipeline KEY] [--stage KEY] [--owner me] [--outcome open|won|lost|any] [--ageing flagged|slow|stuck|waiting] [--q WORDS] [--filter JSON] [--sort -amount] [--limit N | --all] [--json|--csv]',
  flags: {
    pipeline: { type: 'string' },
    stage: { type: 'string' },
    owner: { type: 'string' },
    outcome: { type: 'string' },
    ageing: { type: 'string' },
    q: { type: 'string' },
    filter: { type: 'string' },
    sort: { type: 'string' },
    ...pageFlags,
  },
  async run(call) {
    const { client, out } = call
    const filter = filterOf(call)
    const given = {
      pipeline: textOf(call, 'pipeline'),
      stage: textOf(call, 'stage'),
      owner: textOf(call, 'owner') as 'me' | undefined,
      outcome: textOf(call, 'outcome') as InputOf<'deals.list'>['outcome'],
      ageing: textOf(call, 'ageing') as InputOf<'deals.list'>['ageing'],
      q: textOf(call, 'q'),
      sort: textOf(call, 'sort') as InputOf<'deals.list'>['sort'],
    }
    const answer = await listed(call, (page) =>
      filter ? client.deals.search({ ...given, filter, ...page }) : client.deals.list({ ...given, ...page }),
    )
    printList(out, answer, {
      key: ({ key }) => key,
      name: ({ name }) => name,
      pipeline: ({ pipeline }) => pipeline.key,
      stage: ({ outcome, stage }) => outcome ?? stage.key,
      amount: ({ amount }) => moneyText(amount),
      'close date': ({ close_date }) => close_date,
      category: ({ category }) => category,
      owner: ({ owner }) => owner?.name,
      days: ({ ageing }) =>
        ageing && (ageing.state === 'fresh' ? Math.floor(ageing.days) : `${Math.floor(ageing.days)} ${ageing.state}`),
    })
  },
}

function filterOf(call: Call): InputOf<'deals.search'>['filter'] {
  const text = textOf(call, 'filter')
  if (text === undefined) return undefined
  try {
    return JSON.parse(text)
  } catch (error) {
    throw usageFault(`--filter is no JSON: ${(error as Error).message}`)
  }
}

export const showDeal: Command = {
  name: 'deals show',
  summary: 'One deal, and what the next stage asks of it',
  usage: 'DEAL [--json]',
  words: { least: 1, most: 1 },
  async run({ client, out, words }) {
    const deal = await client.deals.get({ deal_id: words[0] ?? '' })
    const { stages } = await client.pipelines.get({ pipeline: deal.pipeline.key })
    const next = deal.outcome === null ? stages[stages.findIndex(({ key }) => key === deal.stage.key) + 1] : undefined
    const target = next === undefined ? { outcome: 'won' as const } : { to_stage: next.key }
    const preview = deal.outcome === null ? await client.moves.preview({ deal_id: deal.id, ...target }) : null
    out.data({ ...deal, next: preview && { ...target, ...preview } }, () =>
      [
        `${deal.key}  ${deal.name}`,
        `${deal.pipeline.name}, ${deal.outcome ?? deal.stage.name}, ${moneyText(deal.amount)}, ${deal.category}`,
        ...ageingLine(deal),
        ...(preview === null ? [] : [`Next: ${next?.name ?? 'Won'}${preview.allowed ? '' : ', which still needs'}`]),
        ...gateLines(preview?.gates ?? []),
      ].join('\n'),
    )
  },
}

function ageingLine({ ageing, wait_until }: AnswerOf<'deals.get'>): string[] {
  if (ageing === null) return []
  const { state, days, expected_days, maximum_days, from } = ageing
  const said = state === 'waiting' ? `waiting until ${wait_until}` : state
  const than =
    maximum_days === null ? '' : `, at most ${maximum_days} by ${from === 'history' ? 'its history' : 'its definition'}`
  return [`In its stage for ${days} days (${said}; usually ${expected_days ?? 'unknown'}${than})`]
}

type Gate = AnswerOf<'moves.preview'>['gates'][number]

const gateLines = (gates: readonly Gate[]): string[] =>
  gates.map(({ satisfied, level, label, hint, excused_until }) =>
    satisfied
      ? `  ok    ${label}${excused_until ? ` (by an override, until ${excused_until})` : ''}`
      : `  ${level.padEnd(6)}${label}${hint ? ` (${hint})` : ''}`,
  )

export const explainDeal: Command = {
  name: 'deals explain',
  summary: 'Which part of a rule does not hold on a deal, and why: of a criterion, or any rule',
  usage: 'DEAL CRITERION | DEAL --rule TEXT [--json]',
  flags: { rule: { type: 'string' } },
  words: { least: 1, most: 2 },
  async run(call) {
    const [deal_id = '', criterion] = call.words
    const rule = textOf(call, 'rule')
    if ((criterion === undefined) === (rule === undefined)) throw usageFault('Name a criterion, or give a --rule.')
    const answer = await call.client.explanations.create({ deal_id, criterion, rule })
    call.out.data(answer, () => explanationLines(answer).join('\n'))
  },
}

function explanationLines({ gate, rule, holds, because, parts }: AnswerOf<'explanations.create'>): string[] {
  const lines = parts.map(({ depth, op, source, holds, because, values }) => {
    const seen = op === 'test' ? values.map(({ label, value }) => `${label}: ${value ?? 'empty'}`).join('; ') : ''
    const why = op === 'test' && !holds ? because.join('; ') : seen
    const words = { all: 'all of', any: 'one of', not: 'not', test: source }
    return `  ${holds ? 'yes' : 'NO '}  ${'  '.repeat(depth)}${words[op]}${why === '' ? '' : `  (${why})`}`
  })
  return [
    `${gate?.label ?? rule ?? ''}: ${holds ? 'holds' : `does not hold. ${because.join('; ')}`}`,
    ...(gate && rule ? [`Rule: ${rule}`] : []),
    ...lines,
  ]
}

export const moveDeal: Command = {
  name: 'deals move',
  summary: 'Move a deal to a stage, win it or lose it; its gates bind here as everywhere',
  usage:
    'DEAL STAGE|won|lost [--reason TEXT] [--field KEY=VALUE …] [--override CRITERION … --because TEXT --until DAY] [--json]',
  flags: {
    reason: { type: 'string' },
    field: { type: 'string', multiple: true },
    override: { type: 'string', multiple: true },
    because: { type: 'string' },
    until: { type: 'string' },
  },
  words: { least: 2, most: 2 },
  async run(call) {
    const { client, out, words } = call
    const [deal_id = '', to = ''] = words
    const target = to === 'won' || to === 'lost' ? { outcome: to as 'won' | 'lost' } : { to_stage: to }
    const fields = fieldsOf(call)
    const override = overrideOf(call)
    const move = await client.moves.create({
      deal_id,
      ...target,
      reason: textOf(call, 'reason'),
      ...fields,
      ...override,
    })
    out.data(move, () => `${deal_id} ${move.kind}: ${move.from_stage} → ${move.outcome ?? move.to_stage}`)
  },
}

/** Criteria to pass by a right, which wants a reason and an end. */
function overrideOf(call: Pick<Call, 'flags'>) {
  const named = call.flags['override']
  if (!Array.isArray(named)) return {}
  const override = {
    criteria: named.map(String),
    reason: required(call, 'because'),
    expires_on: required(call, 'until'),
  }
  return { override }
}

/** `--field seats=40 --field sponsor=Dewi`: what reads as JSON is taken as such, the rest as text. */
export function fieldsOf({ flags }: Pick<Call, 'flags'>): { fields?: Record<string, unknown> } {
  const given = flags['field']
  if (!Array.isArray(given)) return {}
  const entries = given.map((one) => {
    const [, key, value] = /^([a-z0-9_]+)=(.*)$/s.exec(String(one)) ?? []
    if (key === undefined || value === undefined) throw usageFault(`--field ${one}: expected KEY=VALUE`)
    return [key, valueOf(value)] as const
  })
  return { fields: Object.fromEntries(entries) }
}

function valueOf(text: string): unknown {
  try {
    return JSON.parse(text)
  } catch {
    return text
  }
}
