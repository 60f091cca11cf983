import { i18n } from '../words.ts'
import { useDesign } from './design-context.ts'
import { charterParts, measureNames, periodNames, permissionNames, revenueKindNames } from './design-words.ts'
import { ChoicePart, NumberPart, TextPart } from './typed-field.tsx'

/** What the pipeline is called, and how its money is counted. */
export function PipelineForm() {
  const { outline } = useDesign()
  return (
    <div className="grid gap-3 sm:grid-cols-2">
      <TextPart
        className="sm:col-span-2"
        hint={i18n.t('Key: {key}', { key: outline.key })}
        label={i18n.t('Name')}
        path={['name']}
        value={outline.name}
      />
      <ChoicePart
        label={i18n.t('Revenue')}
        options={revenueKindNames()}
        path={['revenue_kind']}
        value={outline.revenue_kind}
      />
      <ChoicePart
        label={i18n.t('Amounts are')}
        options={measureNames()}
        path={['amount_measure']}
        value={outline.amount_measure}
      />
      <TextPart
        hint={i18n.t('Of a new deal; empty for the currency of the workspace')}
        label={i18n.t('Currency')}
        path={['currency']}
        value={outline.currency}
      />
      <ChoicePart
        label={i18n.t('Forecast period')}
        options={periodNames()}
        path={['forecast', 'period']}
        value={outline.period}
      />
    </div>
  )
}

/** Why this pipeline exists. */
export function CharterForm() {
  const { charter } = useDesign().outline
  const every = charter['review_every_days']
  return (
    <div className="grid gap-3">
      {charterParts().map(({ key, label, hint }) => (
        <TextPart
          hint={hint || undefined}
          key={key}
          label={label}
          path={['charter', key]}
          value={charter[key] ?? ''}
          {...(key === 'owner' ? {} : { rows: 2 })}
        />
      ))}
      <div className="grid gap-3 sm:grid-cols-2">
        <NumberPart
          label={i18n.t('Review every so many days')}
          path={['charter', 'review_every_days']}
          value={every ? Number(every) : null}
          whole
        />
        <TextPart
          hint={i18n.t('Instead of a rhythm, such as 2027-03-31')}
          label={i18n.t('Or on a day')}
          path={['charter', 'review_on']}
          value={charter['review_on'] ?? ''}
        />
      </div>
    </div>
  )
}

/** What is usual between stages that say nothing of their own. */
export function WaysForm() {
  const { skip, back, reopen } = useDesign().outline.transitions
  const options = permissionNames()
  return (
    <div className="grid gap-3 sm:grid-cols-3">
      <ChoicePart label={i18n.t('Skipping stages')} options={options} path={['transitions', 'skip']} value={skip} />
      <ChoicePart label={i18n.t('Going back')} options={options} path={['transitions', 'back']} value={back} />
      <ChoicePart label={i18n.t('Reopening')} options={options} path={['transitions', 'reopen']} value={reopen} />
    </div>
  )
}
