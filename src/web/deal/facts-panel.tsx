import { useQuery } from '@tanstack/react-query'
import { AccountField, settledAccount, type TypedAccount } from '../accounts/account-field.tsx'
import { api } from '../api.ts'
import { fieldText } from '../field-text.ts'
import { exactMoney, shortDay } from '../format.ts'
import { FieldInput } from '../move/field-input.tsx'
import { categoryNames, kindName, measureName } from '../names.ts'
import { sentenceOf } from '../problem.ts'
import { say } from '../ui/toast.ts'
import type { AccountRef, Deal, DealDetail, Field, Money, Pipeline } from '../wire.ts'
import { i18n } from '../words.ts'
import { FactRow } from './fact-row.tsx'
import { type Seen, useEdit } from './use-edit.tsx'

type Props = { deal: DealDetail; pipeline: Pipeline | undefined; now: string; canWork: boolean }

/** What is known about the deal: a press on a value edits it in place. */
export function FactsPanel({ deal, pipeline, now, canWork }: Props) {
  const { edit, windows } = useEdit(deal)
  const people = useQuery({ queryKey: ['people'], queryFn: api.people, staleTime: 300_000 })
  const optionsOf = (list: { id: string; name: string }[] | undefined) =>
    (list ?? []).map(({ id, name }) => ({ key: id, label: name }))
  const facts = ownFacts(now, deal, optionsOf(people.data?.data), pipeline)
  const fields = (pipeline?.fields ?? []).filter(({ subject }) => subject === 'deal').map(fieldFact)
  async function save(fact: Fact, entered: unknown, seen: Seen): Promise<boolean> {
    const { label } = fact.field
    try {
      const value = fact.account && entered ? await settledAccount(entered as TypedAccount, fact.account) : entered
      const read = (at: Deal) => fact.text(fact.value(at))
      return await edit({ label, patch: fact.patch(value), mine: fact.text(value), read, seen })
    } catch (error) {
      say({ title: i18n.t('{fact} was not saved', { fact: label }), detail: sentenceOf(error), tone: 'bad' })
      return false
    }
  }
  return (
    <section className="panel p-4">
      <h2 className="text-[15px] font-semibold">{i18n.t('Facts')}</h2>
      <p className="text-mute">
        {i18n.t('{kind}, measured by {measure}', {
          kind: kindName(deal.revenue_kind),
          measure: measureName(deal.amount_measure),
        })}
      </p>
      <dl className="mt-2 divide-y divide-line">
        {[...facts, ...fields].map((fact) => (
          <FactRow
            editable={canWork && !fact.fixed}
            input={(value, onChange) =>
              fact.account ? (
                <AccountField
                  aria-label={fact.field.label}
                  label=""
                  onChange={onChange}
                  value={value as TypedAccount | null}
                />
              ) : (
                <FieldInput
                  currency={deal.currency}
                  field={fact.field}
                  label=""
                  name={fact.field.label}
                  onChange={onChange}
                  value={value}
                />
              )
            }
            key={fact.field.key}
            label={fact.field.label}
            note={fact.fixed}
            hint={fact.hint}
            version={deal.version}
            onSave={(value, seen) => save(fact, value, seen)}
            shown={fact.text(fact.value(deal))}
            value={fact.value(deal)}
          />
        ))}
      </dl>
      {deal.carried.length > 0 && (
        <div className="mt-3 border-t border-line pt-3" data-carried>
          <h3 className="text-xs font-medium text-mute">{i18n.t('Brought from another pipeline')}</h3>
          <dl className="mt-1 grid gap-1">
            {deal.carried.map(({ key, label, value }) => (
              <div className="flex justify-between gap-3" key={key}>
                <dt className="text-mute">{label}</dt>
                <dd className="min-w-0 truncate">{carriedText(value)}</dd>
              </div>
            ))}
          </dl>
        </div>
      )}
      {windows}
    </section>
  )
}

type Fact = {
  field: Field
  value: (deal: Deal) => unknown
  text: (value: unknown) => string
  patch: (value: unknown) => Parameters<typeof api.editDeal>[1]
  /** The fact is an account, and a new one is of this kind. */
  account?: 'customer' | 'partner'
  /** Why it cannot be edited here. */
  fixed?: string | undefined
  hint?: string | undefined
}
type Options = { key: string; label: string }[]

function ownFacts(now: string, deal: DealDetail, people: Options, pipeline: Pipeline | undefined): Fact[] {
  const day = (value: unknown) => (value ? shortDay(String(value), now) : '–')
  const plain = (value: unknown) => fieldText(value, undefined)
  const known = [...people, ...(deal.owner ? [{ key: deal.owner.id, label: deal.owner.name }] : [])]
  const person = (value: unknown) => fieldText(value, { type: 'choice', options: known })
  const categories = Object.entries(categoryNames())
    .filter(([key]) => key !== 'closed')
    .map(([key, label]) => ({ key, label }))
  return [
    {
      field: own('name', 'text', i18n.t('Name')),
      value: (at) => at.name,
      text: plain,
      patch: (name) => ({ name: String(name ?? '') }),
    },
    {
      field: own('account', 'text', i18n.t('Account')),
      value: ({ account }) => account && { id: account.id, name: account.name },
      text: accountText,
      patch: (account) => ({ account_id: (account as AccountRef | null)?.id ?? null }),
      account: 'customer',
    },
    {
      field: own('partner', 'text', i18n.t('Partner')),
      value: ({ partner }) => partner && { id: partner.id, name: partner.name },
      text: accountText,
      patch: (partner) => ({ partner_account_id: (partner as AccountRef | null)?.id ?? null }),
      account: 'partner',
    },
    {
      field: own('amount', 'money', i18n.t('Amount')),
      value: (at) => at.amount,
      text: (value) => (value ? exactMoney(value as Money) : '–'),
      patch: (amount) => ({ amount: amount as Money | null }),
      fixed: deal.line_items.length > 0 ? i18n.t('from the line items') : undefined,
    },
    {
      field: own('close_date', 'date', i18n.t('Close date')),
      value: (at) => at.close_date,
      text: day,
      patch: (value) => ({ close_date: value as string | null }),
    },
    {
      field: own('category', 'choice', i18n.t('Category'), categories),
      value: (at) => at.category,
      text: (value) => categoryNames()[value as Deal['category']] ?? '–',
      patch: (value) => ({ category: value as Deal['category'] }),
      fixed: deal.outcome ? i18n.t('set by closing') : undefined,
      hint: suggestionFor(deal, pipeline),
    },
    {
      field: own('owner', 'choice', i18n.t('Owner'), people),
      value: (at) => at.owner?.id ?? null,
      text: person,
      patch: (id) => ({ owner: id as string | null }),
    },
    {
      field: own('source', 'text', i18n.t('Source')),
      value: (at) => at.source,
      text: plain,
      patch: (value) => ({ source: value as string | null }),
    },
    {
      field: own('next_step', 'text', i18n.t('Next step')),
      value: (at) => at.next_step,
      text: plain,
      patch: (value) => ({ next_step: value as string | null }),
    },
    {
      field: own('wait_until', 'date', i18n.t('Wait until')),
      value: (at) => at.wait_until,
      text: day,
      patch: (value) => ({ wait_until: value as string | null }),
    },
  ]
}

/** A stage suggests a category, and only a person calls a deal so. */
function suggestionFor(deal: DealDetail, pipeline: Pipeline | undefined): string | undefined {
  const suggested = pipeline?.stages.find(({ key }) => key === deal.stage.key)?.category
  if (deal.outcome || suggested === undefined || suggested === deal.category) return undefined
  return i18n.t('the stage suggests {category}', { category: categoryNames()[suggested] })
}

/** Its own pipeline has no field for it, so that a value alone says what it is. */
const carriedText = (value: unknown): string =>
  typeof value === 'object' && value !== null && 'amount' in value
    ? exactMoney(value as Money)
    : fieldText(value, undefined)

const accountText = (account: unknown) => (account as AccountRef | null)?.name ?? '–'

const fieldFact = (field: Field): Fact => ({
  field,
  value: (deal) => deal.fields[field.key] ?? null,
  text: (value) => (field.type === 'money' && value ? exactMoney(value as Money) : fieldText(value, field)),
  patch: (value) => ({ fields: { [field.key]: value } }),
})

const own = (key: string, type: Field['type'], label: string, options: Options = []): Field => ({
  key,
  type,
  label,
  options,
  subject: 'deal',
  required_from: null,
  read: null,
  write: null,
})
