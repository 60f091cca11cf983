import { useQuery } from '@tanstack/react-query'
import { Link, useNavigate, useSearch } from '@tanstack/react-router'
import { lazy, Suspense, useMemo, useState } from 'react'
import type { HandoffRule, HandoffRuleSet } from '../../client/schema.ts'
import { client } from '../api.ts'
import { useMe } from '../data.ts'
import { useSettled } from '../designer/settled.ts'
import { exactMoment } from '../format.ts'
import { DraftBar } from '../rule-drafts/draft-bar.tsx'
import { withoutRule, withRule } from '../rule-drafts/draft-edits.ts'
import { useDraft } from '../rule-drafts/use-draft.ts'
import { useShortcuts } from '../shortcuts.ts'
import { Button } from '../ui/button.tsx'
import { EmptyState, ErrorState, Loading, Skeleton } from '../ui/states.tsx'
import { i18n } from '../words.ts'
import { ChangesList } from './changes-list.tsx'
import { FindingsOfAll } from './findings-of-all.tsx'
import { handoffPlanQuery, handoffRulesQuery, refreshHandoffRules, useFreshHandoffRules } from './handoff-rules-data.ts'
import { changesWords } from './handoff-rule-words.ts'
import { PairList } from './pair-list.tsx'

const RuleDialog = lazy(() => import('./rule-dialog.tsx').then((m) => ({ default: m.RuleDialog })))
const ProposeDialog = lazy(() =>
  import('../rule-drafts/propose-dialog.tsx').then((m) => ({ default: m.ProposeDialog })),
)

/** By which rules what happens in one pipeline opens a deal in another; what is wrong with them; and how they change. */
export function HandoffRulesTab() {
  const query = useQuery(handoffRulesQuery)
  useFreshHandoffRules()
  if (query.isError) return <ErrorState error={query.error} onRetry={() => void query.refetch()} />
  if (!query.data)
    return (
      <Loading label={i18n.t('Loading the rules')}>
        <Skeleton className="h-60" />
      </Loading>
    )
  return <Rules published={query.data} />
}

/** `rule` in the address opens that rule; `from` and `to` begin a new one between two pipelines, as the map does. */
type Asked = { rule?: string; from?: string; to?: string }

function Rules({ published }: { published: HandoffRuleSet }) {
  const mayEdit = useMe().access.includes('pipelines:configure')
  const navigate = useNavigate()
  const asked = useSearch({ strict: false }) as Asked
  const { version, rules } = published
  const base = useMemo(() => ({ rules }), [rules])
  const draft = useDraft('handoffs', { version, set: base })
  const [proposing, propose] = useState(false)
  const settled = useSettled(draft.set, 250)
  const plan = useQuery({ ...handoffPlanQuery(settled), enabled: mayEdit && draft.changed })
  const ask = (next: Asked) =>
    void navigate({
      to: '.',
      search: ({ rule: _r, from: _f, to: _t, ...rest }: Asked) => ({ ...rest, ...next }) as never,
      replace: true,
    })
  const edited = draft.set.rules.find(({ key }) => key === asked.rule)
  const isNew = asked.rule === undefined && (asked.from !== undefined || asked.to !== undefined)
  const add = () => ask({ from: '', to: '' })
  const group = i18n.t('Hand-off rules')
  useShortcuts(mayEdit ? [{ keys: 'A', label: i18n.t('Add a rule'), group, run: add }] : [])
  const findings = draft.changed ? (plan.data?.findings ?? []) : published.findings
  const barred = findings.some(({ refuses }) => refuses)
  return (
    <div className="grid grid-cols-1 gap-4">
      <Head add={add} mayEdit={mayEdit} published={published} />
      {draft.changed && (
        <DraftBar barred={barred} draft={draft} error={plan.error} onPropose={() => propose(true)}>
          {plan.data && changesWords(plan.data)}
        </DraftBar>
      )}
      {draft.set.rules.length === 0 && (
        <EmptyState
          action={
            mayEdit && (
              <Button look="main" onClick={add}>
                {i18n.t('Write the first rule')}
              </Button>
            )
          }
          title={i18n.t('No hand-off rule is in force')}
        >
          {i18n.t('A rule opens a deal in another pipeline when one is won, comes to a stage, or a term ends.')}
        </EmptyState>
      )}
      {draft.set.rules.length > 0 && (
        <>
          <FindingsOfAll findings={findings} rules={draft.set.rules} />
          <PairList
            diff={draft.changed ? (plan.data?.diff ?? []) : []}
            mayEdit={mayEdit}
            onEdit={({ key }: HandoffRule) => ask({ rule: key })}
            onRemove={({ key }: HandoffRule) => draft.edit(withoutRule(draft.set, key))}
            rules={draft.set.rules}
          />
        </>
      )}
      {mayEdit && <ChangesList />}
      <Suspense>
        {mayEdit && (edited || isNew) && (
          <RuleDialog
            from={asked.from ?? ''}
            onClose={() => ask({})}
            onSave={(rule) => draft.edit(withRule(draft.set, rule))}
            rule={edited ?? null}
            set={draft.set}
            to={asked.to ?? ''}
          />
        )}
        {proposing && (
          <ProposeDialog
            onClose={() => propose(false)}
            onProposed={async (change) => {
              draft.drop()
              await navigate({ to: '/governance/handoff-changes/$change', params: { change } })
              await refreshHandoffRules()
            }}
            propose={(given) => client.handoff_changes.create({ ...draft.set, ...given })}
            usual={i18n.t('Hand-off rules')}
          />
        )}
      </Suspense>
    </div>
  )
}

type HeadProps = { published: HandoffRuleSet; mayEdit: boolean; add: () => void }

function Head({ published: { rules, version, published_by, published_at }, mayEdit, add }: HeadProps) {
  return (
    <header className="flex flex-wrap items-start gap-x-4 gap-y-2">
      <div className="min-w-0 grow basis-60">
        <h2 className="text-lg font-semibold">
          {i18n.t(
            '{rules, plural, =0 {No rule opens deals in another pipeline} one {# rule opens deals in another pipeline} other {# rules open deals in other pipelines}}',
            { rules: rules.length },
          )}
        </h2>
        <p className="text-mute">
          {version > 0 &&
            i18n.t('Version {version}, published by {name} on {moment}', {
              version,
              name: published_by?.name ?? i18n.t('System'),
              moment: published_at ? exactMoment(published_at) : '',
            })}
        </p>
        {!mayEdit && (
          <p className="text-mute">
            {i18n.t('You may read the rules; to change them takes the right to design pipelines.')}
          </p>
        )}
        <p className="flex flex-wrap gap-x-4">
          <Link className="text-accent hover:underline" search={{ view: 'open' }} to="/handoffs">
            {i18n.t('What waits to be accepted')}
          </Link>
          <Link className="text-accent hover:underline" to="/pipelines/map">
            {i18n.t('The map of the pipelines')}
          </Link>
        </p>
      </div>
      {mayEdit && (
        <Button onClick={add}>
          {i18n.t('Add a rule')}{' '}
          <kbd aria-hidden="true" className="text-xs text-mute max-md:hidden">
            A
          </kbd>
        </Button>
      )}
    </header>
  )
}
