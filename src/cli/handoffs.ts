import { readFileSync, writeFileSync } from 'node:fs'
import { parse, stringify } from 'yaml'
import type { AnswerOf, Client } from '../client/client.ts'
import { type Command, required, textOf, usageFault } from './command.ts'
import { type Output, printList, table } from './output.ts'

type State = NonNullable<NonNullable<Parameters<Client['handoffs']['list']>[0]>['state']>
type Rules = NonNullable<Parameters<Client['handoff_rules']['preview']>[0]>['rules']

export const pullHandoffs: Command = {
  name: 'handoffs pull',
  summary: 'Write the hand-off rules that are published into a file',
  usage: 'FILE.yaml [--json]',
  words: { least: 1, most: 1 },
  async run({ client, out, words }) {
    const [file = ''] = words
    const { version, rules } = await client.handoff_rules.get()
    writeFileSync(file, stringify({ rules }))
    out.data({ file, version, rules: rules.length }, () => `${file}: version ${version}, ${rules.length} rules`)
  },
}

export const planHandoffs: Command = {
  name: 'handoffs plan',
  summary: 'What would the hand-off rules of a file change? Nothing is done; exit 7 when changes are pending',
  usage: 'FILE.yaml [--json]',
  words: { least: 1, most: 1 },
  async run({ client, out, words }) {
    const plan = await client.handoff_rules.preview({ rules: rulesIn(words[0] ?? '') })
    out.data(plan, () => told(out, plan))
    return plan.diff.length > 0 ? 7 : 0
  },
}

export const applyHandoffs: Command = {
  name: 'handoffs apply',
  summary: 'Ask for the hand-off rules of a file to be published; those who decide are asked',
  usage: 'FILE.yaml --reason TEXT [--json]',
  flags: { reason: { type: 'string' } },
  words: { least: 1, most: 1 },
  async run(call) {
    const { client, out, words } = call
    const reason = required(call, 'reason')
    const rules = rulesIn(words[0] ?? '')
    const plan = await client.handoff_rules.preview({ rules })
    if (plan.diff.length === 0) {
      out.data(plan, () => 'Nothing to change: these rules are published.')
      return
    }
    const change = await client.handoff_changes.create({ rules, reason })
    out.data(
      change,
      () => `${told(out, change.plan)}\nAsked for as ${change.id}; the approval is ${change.approval_id}.`,
    )
  },
}

export const checkHandoffs: Command = {
  name: 'handoffs check',
  summary:
    'Circles, dead ends, money counted twice and closed pipelines, of a file or of what is published; exit 6 for any',
  usage: '[FILE.yaml] [--json]',
  words: { least: 0, most: 1 },
  async run({ client, out, words }) {
    const [file] = words
    const { findings } =
      file === undefined
        ? await client.handoff_rules.get()
        : await client.handoff_rules.preview({ rules: rulesIn(file) })
    out.data({ findings }, () => (findings.length === 0 ? 'Nothing is wrong with them.' : lines(findings).join('\n')))
    return findings.length > 0 ? 6 : 0
  },
}

export const listHandoffs: Command = {
  name: 'handoffs list',
  summary: 'Hand-offs that wait; others by state',
  usage: '[--state STATE] [--deal KEY] [--mine] [--json]',
  flags: { state: { type: 'string' }, deal: { type: 'string' }, mine: { type: 'boolean' } },
  async run(call) {
    const { client, out, flags } = call
    const state = textOf(call, 'state') as State | undefined
    const mine = flags['mine'] === true ? 'true' : undefined
    printList(out, await client.handoffs.list({ state, deal: textOf(call, 'deal'), mine }), {
      'hand-off': ({ id }) => id,
      state: (one) => (one.overdue ? `${one.state}, overdue` : one.state),
      from: ({ from, account }) => from?.key ?? account?.name,
      to: ({ to }) => to.pipeline.name,
      deal: ({ to }) => to.deal?.key,
      because: ({ because, blocked_by }) => blocked_by ?? because,
      'accept by': ({ due_at }) => due_at?.slice(0, 16).replace('T', ' '),
    })
  },
}

export const openHandoff: Command = {
  name: 'handoffs open',
  summary: 'Open a follow-on deal of a deal, by a rule that is asked for by hand or in a pipeline',
  usage: 'KEY (--rule RULE | --to PIPELINE) [--name TEXT] [--note TEXT] [--json]',
  flags: { rule: { type: 'string' }, to: { type: 'string' }, name: { type: 'string' }, note: { type: 'string' } },
  words: { least: 1, most: 1 },
  async run(call) {
    const { client, out, words } = call
    const [deal_id = ''] = words
    const [rule, to_pipeline] = [textOf(call, 'rule'), textOf(call, 'to')]
    if ((rule === undefined) === (to_pipeline === undefined)) throw usageFault('say --rule or --to, one of both')
    const said = { name: textOf(call, 'name'), note: textOf(call, 'note') }
    const handoff = await client.handoffs.create({ deal_id, rule, to_pipeline, ...said })
    const opened = handoff.to.deal
    out.data(handoff, () => `${opened?.key ?? handoff.id} in ${handoff.to.pipeline.name}: ${handoff.state}`)
  },
}

export const acceptHandoff: Command = {
  name: 'handoffs accept',
  summary: 'Accept a hand-off',
  usage: 'HANDOFF [--json]',
  words: { least: 1, most: 1 },
  async run({ client, out, words }) {
    const handoff = await client.handoffs.accept({ handoff_id: words[0] ?? '' })
    out.data(handoff, () => `${handoff.to.deal?.key ?? handoff.id} is accepted`)
  },
}

const refusing = (how: 'return' | 'reject'): Command => ({
  name: `handoffs ${how}`,
  summary:
    how === 'return'
      ? 'Return a hand-off to where it came from, with a reason'
      : 'Reject a hand-off for good, with a reason',
  usage: 'HANDOFF --reason TEXT [--json]',
  flags: { reason: { type: 'string' } },
  words: { least: 1, most: 1 },
  async run(call) {
    const { client, out, words } = call
    const asked = { handoff_id: words[0] ?? '', reason: required(call, 'reason') }
    const handoff = how === 'return' ? await client.handoffs.return(asked) : await client.handoffs.reject(asked)
    out.data(handoff, () => `${handoff.id} is ${handoff.state}`)
  },
})
export const returnHandoff = refusing('return')
export const rejectHandoff = refusing('reject')

function rulesIn(file: string): Rules {
  let said: { rules?: unknown } | null
  try {
    said = parse(readFileSync(file, 'utf8')) as { rules?: unknown } | null
  } catch (error) {
    throw usageFault(`${file} cannot be read: ${error instanceof Error ? error.message : String(error)}`)
  }
  if (!Array.isArray(said?.rules)) throw usageFault(`${file} has no list of rules; handoffs pull writes one.`)
  // The server says what is wrong with each of them, and where.
  return said.rules as Rules
}

const marks = { added: '+', removed: '-', changed: '~' }

const lines = (findings: AnswerOf<'handoff_rules.preview'>['findings']) =>
  findings.map(({ kind, rules, message }) => `! ${kind} (${rules.join(', ')}): ${message}`)

function told(out: Output, { diff, findings, waiting }: AnswerOf<'handoff_rules.preview'>): string {
  const rows = diff.map(({ rule, change, members }) => [marks[change], rule, members.join(', ')])
  return [
    rows.length > 0 ? table(out, ['', 'rule', 'changed'], rows) : '= nothing changes',
    ...lines(findings),
    ...(waiting > 0 ? [`${waiting} hand-offs wait under rules that change; they keep their terms.`] : []),
  ].join('\n')
}
