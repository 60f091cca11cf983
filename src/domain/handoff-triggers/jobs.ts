import type { Actor, Context } from '../../platform/context.ts'
import type { Database } from '../../platform/database/open.ts'
import type { Tick } from '../../platform/jobs.ts'
import type { Follower, SealedEvent } from '../../platform/sequencer.ts'
import { inTransaction } from '../../platform/transaction.ts'
import type { Instant } from '../../values/instant.ts'
import { loadRule } from '../../values/rule/load-rule.ts'
import { ruleHolds } from '../../values/rule/evaluate-rule.ts'
import type { Facts } from '../../values/rule/vocabulary.ts'
import { moneyOf } from '../../values/money.ts'
import { readLiving } from '../accounts/index.ts'
import { readContract, readToday } from '../contracts/index.ts'
import { readLibrary } from '../fields/index.ts'
import { type HandoffRule, readCurrentRules } from '../handoff-rules/index.ts'
import { isUnderWay, type Occasion, openHandoff, sourceFrom } from '../handoffs/index.ts'
import { readDeals, type StoredDeal } from '../ledger/index.ts'
import { systemFor } from '../people/index.ts'
import { factsOf, readSituations } from '../moves/index.ts'
import { dealLanguage, readPipeline } from '../pipelines/index.ts'
import { readReadings } from '../usage/index.ts'
import { firedBy, lastCrossing } from './matching.ts'
import * as store from './store.ts'

const ofDeals = new Set(['deal.created', 'deal.moved', 'deal.won', 'deal.transferred'])

/** Notes what may fire a rule, in the transaction that moves its cursor; firing takes longer, and is left to a tick. */
export const noteTriggers: Follower = {
  name: 'handoffs',
  keeps: true,
  async read(workspace_id, events, tx) {
    const due = events.flatMap(dueOf)
    if (due.length === 0 || !(await readCurrentRules(tx, workspace_id))) return
    await store.insertDue(tx, workspace_id, due)
  },
}

function dueOf({ id, type, subject, version, actor_id, recorded_at, data }: SealedEvent): store.NewDue[] {
  const happened = { event_id: id, actor_id, happened_at: recorded_at }
  if (type === 'usage.recorded')
    return [{ ...happened, deal_id: null, deal_version: null, account_id: subject, metric: String(data['metric']) }]
  if (!ofDeals.has(type)) return []
  return [{ ...happened, deal_id: subject, deal_version: version, account_id: null, metric: null }]
}

const batch = 200

/**
 * Fires the rules for what happened. Each occasion is taken out of the list in the transaction that opens its hand-off:
 * of two servers one gets it, and a server that is killed leaves it where it was.
 */
export const fireDue: Tick = {
  name: 'hand-offs',
  every_seconds: 2,
  async run({ database, now }) {
    const failed: unknown[] = []
    let last: store.Due | undefined
    do {
      const due = await store.readDue(database.owner, { limit: batch, after: last })
      // What fails stays for the next time, and keeps nothing behind it from firing.
      for (const one of due) await fireOne(database, one, now).catch((error: unknown) => failed.push(error))
      last = due.length === batch ? due.at(-1) : undefined
    } while (last)
    if (failed.length > 0) throw failed[0]
  },
}

async function fireOne(database: Database, due: store.Due, now: Instant): Promise<void> {
  const { workspace_id, event_id, actor_id, happened_at } = due
  // The rules of that moment: what is published later is not about what happened before.
  const version = await readCurrentRules(database.owner, workspace_id, happened_at)
  const known = version?.rules ?? []
  const rules = due.metric === null ? firedBy(known, due) : known.filter(({ trigger }) => isAbout(trigger, due.metric))
  if (version && rules.length > 0) {
    const actor = systemFor(workspace_id, actor_id ?? version.published_by.id)
    const asked = { actor, effect: 'write', name: 'handoffs.fire', now: now < happened_at ? happened_at : now } as const
    const fired = await inTransaction(database, asked, async (context) => {
      if (!(await store.takeDue(context.tx, workspace_id, event_id))) return unfired(context)
      const found = { version: version.version, due }
      const fire = due.metric === null ? fireRules : fireUsage
      return (await fire(context, rules, found)) > 0 || unfired(context)
    })
    if (fired) return
  }
  // Nothing came of it: it needs no event, and would not leave the list without one.
  await store.dropDue(database.owner, workspace_id, [event_id])
}

function unfired(context: Context): false {
  context.unchanged()
  return false
}

async function fireRules(
  context: Context,
  rules: readonly HandoffRule[],
  { version, due }: { version: number; due: store.Due },
): Promise<number> {
  const [deal] = await readDeals(context.tx, context.workspace_id, [due.deal_id ?? ''])
  if (!deal || deal.outcome === 'void') return 0
  let fired = 0
  for (const rule of rules) {
    // Won and reopened, or lost, before anybody looked.
    if (rule.trigger.on === 'won' && deal.outcome !== 'won') continue
    if (!(await holdsFor(context, rule, deal))) continue
    const because = `D-${deal.number} ${rule.trigger.on === 'won' ? 'was won' : `came to ${await stageName(context, due)}`}`
    const source = await sourceFrom(context, deal)
    const opened = await openHandoff(context, occasionOf(rule, { version, occasion: deal.id, because, source }))
    if (opened) fired++
  }
  return fired
}

/** As it is called in the current version of the deal's pipeline; its key where that has it no more. */
async function stageName({ tx, workspace_id }: Context, { stage, pipeline }: store.Due): Promise<string> {
  const stages = pipeline === null ? [] : ((await readPipeline(tx, workspace_id, pipeline))?.definition.stages ?? [])
  return stages.find(({ key }) => key === stage)?.name ?? stage ?? 'a stage'
}

const isAbout = (trigger: HandoffRule['trigger'], metric: string | null) =>
  trigger.on === 'usage' && trigger.metric === metric

/** So many readings are looked back over to tell what came before a crossing. */
const mostReadings = 1_000

/**
 * Fires the rules whose value a figure of an account has come to. What crossed before is past: only a reading of just now
 * fires, and not while what the rule opened for that account before is still under way.
 */
async function fireUsage(
  context: Context,
  rules: readonly HandoffRule[],
  { version, due }: { version: number; due: store.Due },
): Promise<number> {
  const { tx, workspace_id } = context
  const metric = due.metric ?? ''
  // It may have gone into another account before anybody looked.
  const account = await readLiving(tx, workspace_id, due.account_id ?? '')
  if (!account) return 0
  const account_id = account.id
  // Two readings of one account that are fired at once come one after the other.
  await store.lockAccountUsage(tx, workspace_id, account_id)
  const readings = await readReadings(tx, workspace_id, { account_id, metric, limit: mostReadings })
  let fired = 0
  for (const rule of rules) {
    if (rule.trigger.on !== 'usage') continue
    const { pipeline, crosses, from } = rule.trigger
    const crossing = lastCrossing(readings.toReversed(), rule.trigger)
    const fresh = readings.some(({ at, recorded_at }) => at === crossing?.at && recorded_at >= due.happened_at)
    if (!crossing || !fresh || (await isUnderWay(tx, workspace_id, rule.key, account_id))) continue
    const outcome = rule.as === 'transfer' ? null : ('won' as const)
    const named = pipeline && (await store.readNewestOf(tx, workspace_id, { account_id, pipeline, outcome }))
    const [deal] = named ? await readDeals(tx, workspace_id, [named]) : []
    if (pipeline !== undefined && (!deal || !(await holdsFor(context, rule, deal)))) continue
    const about = { id: account.id, name: account.name }
    const source = deal ? await sourceFrom(context, deal) : { deal: null, account: about, contract: null }
    const side = from === 'below' ? 'rose' : 'fell'
    const because = `${metric} of ${account.name} ${side} to ${crossing.value}, past ${crosses}`
    const occasion = `${account_id} ${metric} ${crossing.at}`
    if (await openHandoff(context, occasionOf(rule, { version, occasion, because, source }))) fired++
  }
  return fired
}

/** Opens hand-offs for contracts whose term comes to its end, so many days before; each contract once for a rule. */
export const fireTermEnds: Tick = {
  name: 'ends of terms',
  every_seconds: 300,
  async run({ database, now }) {
    const failed: unknown[] = []
    for (const workspace_id of await store.readRuledWorkspaces(database.owner)) {
      const current = await readCurrentRules(database.owner, workspace_id)
      const today = await readToday(database.owner, workspace_id, now)
      for (const rule of current?.rules ?? []) {
        if (!current || rule.trigger.on !== 'term_end') continue
        const { days, pipeline } = rule.trigger
        const asked = { today, days, rule: rule.key, pipeline }
        for (const ending of await store.readEnding(database.owner, workspace_id, asked)) {
          const by = systemFor(workspace_id, current.published_by.id)
          await fireTermEnd(database, { actor: by, now }, { rule, version: current.version, ending }).catch(
            (error: unknown) => failed.push(error),
          )
        }
      }
    }
    if (failed.length > 0) throw failed[0]
  },
}

type Ended = { rule: HandoffRule; version: number; ending: store.Ending }

async function fireTermEnd(
  database: Database,
  by: { actor: Actor; now: Instant },
  { rule, version, ending }: Ended,
): Promise<void> {
  await inTransaction(database, { ...by, effect: 'write', name: 'handoffs.fire' }, async (context) => {
    const { tx, workspace_id } = context
    const [deal] = await readDeals(tx, workspace_id, [ending.deal_id])
    const contract = await readContract(tx, workspace_id, ending.id)
    if (!deal || !contract || contract.withdrawn_at !== null || !(await holdsFor(context, rule, deal)))
      return void unfired(context)
    const { value_minor, currency, ends_on } = contract
    const source = {
      ...(await sourceFrom(context, deal)),
      contract: { value: moneyOf(value_minor, currency), ends_on },
    }
    const because = `The term of D-${deal.number} ends on ${ends_on}`
    const occasion = occasionOf(rule, { version, occasion: contract.id, because, source })
    // Another server was first.
    if (!(await openHandoff(context, occasion))) unfired(context)
  })
}

type Found = { version: number; occasion: string; because: string; source: Occasion['source'] }

export function occasionOf(rule: HandoffRule, { version, occasion, because, source }: Found): Occasion {
  const { key, name, as, mode, trigger, link, to, owner, carry, credit, respond, reason } = rule
  const contract = source.contract ?? undefined
  return {
    rule: key,
    rule_version: version,
    rule_name: name,
    trigger: trigger.on,
    kind: as,
    link: as === 'transfer' || source.deal === null ? null : link,
    terms: { to, owner, carry, credit, respond, reason, contract },
    because,
    created_by: null,
    occasion,
    mode,
    source,
  }
}

/** Whether the condition of a rule holds for a deal as it is now; a rule without one fires for each. */
export async function holdsFor(context: Context, { when }: HandoffRule, deal: StoredDeal): Promise<boolean> {
  if (when === undefined) return true
  const { tx, workspace_id, now } = context
  const loaded = loadRule(dealLanguage(await readLibrary(tx, workspace_id)), when)
  const situation = (await readSituations(tx, workspace_id, [deal], now)).get(deal.id)
  // A field that the condition names is gone from the library: it holds for nothing.
  if (!loaded.ok || !situation) return false
  return ruleHolds(loaded.value, factsOf(situation, now) as Facts)
}
