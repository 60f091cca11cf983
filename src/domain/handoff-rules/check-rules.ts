import { loadRule, type RuleFault } from '../../values/rule/load-rule.ts'
import type { RuleLanguage } from '../../values/rule/vocabulary.ts'
import { remedyForName } from '../../values/nearest-name.ts'
import type { Definition } from '../pipelines/index.ts'
import { type KnownOwners, ownerFaults, type RuleSetFault } from '../routing/index.ts'
import type { HandoffRule } from './handoff-rule.ts'

/** A pipeline that rules may name. */
export type KnownPipeline = { key: string; lifecycle: string; definition: Definition }

/** What rules may name, as it is now. */
export type Known = KnownOwners & {
  pipelines: readonly KnownPipeline[]
  calendars: ReadonlySet<string>
  /** Keys of the library's fields of deals. */
  fields: ReadonlySet<string>
  language: RuleLanguage
}

/** Every name in a set of rules that leads nowhere, every condition that cannot be read, and what does not fit. */
export function checkRules(rules: readonly HandoffRule[], known: Known): RuleSetFault[] {
  return rules.flatMap((rule, i) => {
    const at = `/rules/${i}`
    return [
      ...pipelineFaults(rule, at, known),
      ...conditionFaults(rule, at, known),
      ...ownerFaults(rule.owner, at, known),
      ...termFaults(rule, at, known),
      ...fieldFaults(rule, at, known),
      ...nameFaults(rule, at),
    ]
  })
}

const unknown = (pointer: string, detail: string): RuleSetFault => ({ pointer, code: 'unknown', detail })
const unfit = (pointer: string, detail: string): RuleSetFault => ({ pointer, code: 'invalid', detail })

function pipelineFaults({ trigger, to }: HandoffRule, at: string, { pipelines }: Known): RuleSetFault[] {
  const keys = pipelines.map(({ key }) => key)
  const place = (pipeline: string | undefined, stage: string | undefined, where: string): RuleSetFault[] => {
    if (pipeline === undefined) return []
    const found = pipelines.find(({ key }) => key === pipeline)
    if (!found)
      return [unknown(`${at}/${where}/pipeline`, `There is no pipeline ${pipeline}. ${remedyForName(pipeline, keys)}`)]
    const stages = found.definition.stages.map(({ key }) => key)
    if (stage === undefined || stages.includes(stage)) return []
    return [unknown(`${at}/${where}/stage`, `${pipeline} has no stage ${stage}. ${remedyForName(stage, stages)}`)]
  }
  const stage = trigger.on === 'stage' ? trigger.stage : undefined
  return [...place(trigger.pipeline, stage, 'trigger'), ...place(to.pipeline, to.stage, 'to')]
}

function conditionFaults({ when, trigger }: HandoffRule, at: string, { language }: Known): RuleSetFault[] {
  if (when === undefined) return []
  if (trigger.on === 'usage' && trigger.pipeline === undefined)
    return [unfit(`${at}/when`, 'This is about an account alone; name a pipeline in trigger, or leave when out.')]
  const loaded = loadRule(language, when)
  if (loaded.ok) return []
  const { message, details } = loaded.refusal
  return [{ pointer: `${at}/when`, code: 'unreadable', detail: `${message} ${(details as RuleFault).remedy}` }]
}

/** What fits neither the trigger nor what the rule does. */
function termFaults(rule: HandoffRule, at: string, known: Known): RuleSetFault[] {
  const { as, mode, trigger, carry, link, respond, reason, to, credit } = rule
  const faults: RuleSetFault[] = []
  const alone = trigger.on === 'usage' && trigger.pipeline === undefined
  if (respond && !known.calendars.has(respond.calendar))
    faults.push(
      unknown(
        `${at}/respond/calendar`,
        `There is no calendar ${respond.calendar}. ${remedyForName(respond.calendar, [...known.calendars])}`,
      ),
    )
  if (respond?.escalate_to && !known.people.has(respond.escalate_to))
    faults.push(unknown(`${at}/respond/escalate_to`, 'There is no such active person in this workspace.'))
  if (carry.amount === 'contract' && trigger.on !== 'term_end')
    faults.push(unfit(`${at}/carry/amount`, 'Only where a term ends is there a contract; say deal or none.'))
  if (link === 'renews' && trigger.on !== 'term_end' && trigger.on !== 'manual')
    faults.push(unfit(`${at}/link`, 'Only what follows the end of a term renews; say expands or sourced_from.'))
  if (carry.amount !== 'none' && carry.lines !== 'none')
    faults.push(unfit(`${at}/carry/amount`, 'With its line items the amount follows from them; say none, or no lines.'))
  if (alone && (carry.amount !== 'none' || carry.lines !== 'none' || credit.sourced || credit.overlay !== undefined))
    faults.push(unfit(`${at}/carry`, 'There is no deal that it comes from; name a pipeline in trigger.'))
  if (as === 'handoff') {
    if (reason !== undefined) faults.push(unfit(`${at}/reason`, 'Only a transfer has a reason; leave it out.'))
    return faults
  }
  if (trigger.pipeline === undefined)
    return [...faults, unfit(`${at}/trigger/pipeline`, 'A transfer needs the pipeline that deals are taken out of.')]
  if (respond && mode === 'automatic')
    faults.push(unfit(`${at}/respond`, 'What was moved already is not returned; say proposed, or leave respond out.'))
  if (trigger.on === 'won' || trigger.on === 'term_end')
    faults.push(unfit(`${at}/as`, 'A deal that was won stays where it is; say handoff, which opens a new one.'))
  if (trigger.pipeline === to.pipeline)
    faults.push(unfit(`${at}/to/pipeline`, 'A transfer leads to another pipeline than the one it begins in.'))
  const source = known.pipelines.find(({ key }) => key === trigger.pipeline)
  const reasons = source?.definition.outcomes.transferred.reasons.map(({ key }) => key) ?? []
  if (source && (reason === undefined || !reasons.includes(reason)))
    faults.push(unknown(`${at}/reason`, `Say why deals leave ${source.key}. ${remedyForName(reason ?? '', reasons)}`))
  return faults
}

const placeholders = ['deal', 'account']

function nameFaults({ carry }: HandoffRule, at: string): RuleSetFault[] {
  return [...carry.name.matchAll(/\{([^{}]*)\}/g)].flatMap(([, word = '']) =>
    placeholders.includes(word)
      ? []
      : [unknown(`${at}/carry/name`, `Nothing is put in place of {${word}}. ${remedyForName(word, placeholders)}`)],
  )
}

function fieldFaults({ carry, trigger, to }: HandoffRule, at: string, known: Known): RuleSetFault[] {
  const usedBy = (pipeline: string | undefined) => {
    const found = known.pipelines.find(({ key }) => key === pipeline)
    return found && new Set(found.definition.fields.map((field) => field.key))
  }
  const [source, target] = [usedBy(trigger.pipeline), usedBy(to.pipeline)]
  return Object.entries(carry.fields).flatMap(([from, into]) => {
    const faults: RuleSetFault[] = []
    if (!known.fields.has(from) || (source && !source.has(from)))
      faults.push(unknown(`${at}/carry/fields/${from}`, `Deals there have no field ${from}.`))
    if (!known.fields.has(into) || (target && !target.has(into)))
      faults.push(unknown(`${at}/carry/fields/${from}`, `${to.pipeline} has no field ${into}.`))
    return faults
  })
}
