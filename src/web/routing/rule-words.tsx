import { useQuery } from '@tanstack/react-query'
import { client } from '../api.ts'
import { i18n } from '../words.ts'

const fieldsQuery = { queryKey: ['fields'], queryFn: () => client.fields.list({}), staleTime: 300_000 }

type Words = [string, string][]

/** What a rule may name of a deal that comes in. */
export const incomingWords = (): Words => [
  ['deal.amount', i18n.t('amount, in the workspace’s currency')],
  ['deal.currency', i18n.t('currency')],
  ['deal.source', i18n.t('source')],
  ['deal.channel', i18n.t('how it comes in: screen, api, import …')],
  ['deal.revenue_kind', i18n.t('new, expansion or renewal')],
  ['deal.close_date', i18n.t('close date')],
  ['deal.owner', i18n.t('address of whoever brings it in')],
  ['deal.account.country', i18n.t('country of its account')],
  ['deal.account.customer', i18n.t('whether its account has bought before')],
  ['deal.partner.name', i18n.t('its partner')],
]

/** What a rule may name of a deal that there is. */
export const dealWords = (): Words => [
  ['deal.amount', i18n.t('amount, in the workspace’s currency')],
  ['deal.currency', i18n.t('currency')],
  ['deal.source', i18n.t('source')],
  ['deal.stage', i18n.t('key of its stage')],
  ['deal.category', i18n.t('commit, best_case, pipeline or omitted')],
  ['deal.revenue_kind', i18n.t('new, expansion or renewal')],
  ['deal.days_open', i18n.t('days since it was opened')],
  ['deal.line_items.recurring', i18n.t('how many recurring line items it has')],
  ['deal.contacts.total', i18n.t('how many contacts it has')],
  ['deal.account.country', i18n.t('country of its account')],
  ['deal.partner.name', i18n.t('its partner')],
]

/** What a rule may name, folded away until somebody wants to know. */
export function RuleWords({ own }: { own: Words }) {
  const fields = useQuery(fieldsQuery).data?.data ?? []
  const given = fields.flatMap(({ subject, key, label }): [string, string][] => {
    if (subject === 'deal') return [[`deal.fields.${key}`, label]]
    return subject === 'account' ? [[`deal.account.fields.${key}`, label]] : []
  })
  return (
    <details className="mt-1 text-xs">
      <summary className="cursor-pointer text-accent">{i18n.t('What a rule may name')}</summary>
      <dl
        className="mt-1 grid max-h-40 grid-cols-[auto_1fr] gap-x-4 gap-y-0.5 overflow-y-auto rounded-md bg-sunken p-2"
        tabIndex={0}
      >
        {[...own, ...given].map(([word, label]) => (
          <div className="contents" key={word}>
            <dt className="font-mono">{word}</dt>
            <dd className="text-mute">{label}</dd>
          </div>
        ))}
      </dl>
      <p className="mt-1 text-mute">
        {i18n.t(
          'Tests are joined by && (and), || (or) and ! (not); has(deal.partner.name) asks whether something is said.',
        )}
      </p>
    </details>
  )
}
