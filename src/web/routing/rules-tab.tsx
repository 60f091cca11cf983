import { useQuery } from '@tanstack/react-query'
import { useNavigate } from '@tanstack/react-router'
import { lazy, Suspense, useMemo, useState } from 'react'
import type { Routing, RoutingRule } from '../../client/schema.ts'
import { client } from '../api.ts'
import { useMe } from '../data.ts'
import { focusSoon } from '../designer/focus-soon.ts'
import { useSettled } from '../designer/settled.ts'
import { ago } from '../format.ts'
import { DraftBar } from '../rule-drafts/draft-bar.tsx'
import { movedRule, withoutRule, withRule } from '../rule-drafts/draft-edits.ts'
import { useDraft } from '../rule-drafts/use-draft.ts'
import { useShortcuts } from '../shortcuts.ts'
import { Button } from '../ui/button.tsx'
import { EmptyState, ErrorState, Loading, Skeleton } from '../ui/states.tsx'
import { i18n } from '../words.ts'
import { ReplayPanel } from './replay-panel.tsx'
import { type AskedDeal, planQuery, refreshRouting, routingQuery, traceQuery } from './routing-data.ts'
import { RuleList } from './rule-list.tsx'
import { TestBench } from './test-bench.tsx'

const RuleDialog = lazy(() => import('./rule-dialog.tsx').then((m) => ({ default: m.RuleDialog })))
const FallbackDialog = lazy(() => import('./fallback-dialog.tsx').then((m) => ({ default: m.FallbackDialog })))
const ProposeDialog = lazy(() =>
  import('../rule-drafts/propose-dialog.tsx').then((m) => ({ default: m.ProposeDialog })),
)

/** The rules in their order, and beside them what they would do with a deal, and with those of the last months. */
export function RulesTab() {
  const query = useQuery(routingQuery)
  if (query.isError) return <ErrorState error={query.error} onRetry={() => void query.refetch()} />
  if (!query.data)
    return (
      <Loading label={i18n.t('Loading the rules')}>
        <Skeleton className="h-96" />
      </Loading>
    )
  return <Rules published={query.data} />
}

function Rules({ published }: { published: Routing }) {
  const mayEdit = useMe().access.includes('pipelines:configure')
  const navigate = useNavigate()
  const { version, rules, fallback } = published
  const base = useMemo(() => ({ rules, fallback }), [rules, fallback])
  const draft = useDraft('routing', { version, set: base })
  const [dialog, open] = useState<{ rule: RoutingRule | null } | 'fallback' | 'propose' | null>(null)
  const [months, setMonths] = useState(6)
  const [asked, ask] = useState<AskedDeal | null>(null)
  const settled = useSettled(draft.changed ? draft.set : null, 250)
  const plan = useQuery({ ...planQuery(settled, months), enabled: mayEdit })
  const trace = useQuery({ ...traceQuery(asked ?? {}, settled), enabled: asked !== null })
  const close = () => open(null)
  const add = () => open({ rule: null })
  const group = i18n.t('Routing rules')
  useShortcuts(
    mayEdit
      ? [
          { keys: 'A', label: i18n.t('Add a rule'), group, run: add },
          { keys: 'Ctrl+Enter', label: i18n.t('Replay again'), group, run: () => void plan.refetch() },
        ]
      : [],
  )
  const empty = published.version === 0 && draft.set.rules.length === 0 && draft.set.fallback === null
  const findings = plan.data && !plan.isPlaceholderData ? plan.data.findings : published.findings
  return (
    <div className="grid grid-cols-1 gap-4">
      <Head add={add} mayEdit={mayEdit} published={published} rules={published.rules.length} />
      {draft.changed && (
        <DraftBar draft={draft} error={plan.error} onPropose={() => open('propose')}>
          {plan.data &&
            i18n.t(
              '{changes, plural, one {# change} other {# changes}}, {deals, plural, one {# deal} other {# deals}} of the replay would have begun elsewhere than they did.',
              { changes: plan.data.diff.length, deals: plan.data.replay.elsewhere },
            )}
        </DraftBar>
      )}
      {empty ? (
        <EmptyState
          action={
            mayEdit && (
              <Button look="main" onClick={add}>
                {i18n.t('Write the first rule')}
              </Button>
            )
          }
          title={i18n.t('No rule was published yet')}
        >
          {i18n.t(
            'Deals go where whoever opens them says. A rule such as “amounts of 100,000 and more go to Enterprise” decides it for them.',
          )}
        </EmptyState>
      ) : (
        <div className="grid grid-cols-1 items-start gap-4 xl:grid-cols-[minmax(0,1.6fr)_minmax(0,1fr)]">
          <RuleList
            diff={draft.changed ? (plan.data?.diff ?? []) : []}
            fault={draft.changed ? plan.error : null}
            findings={findings}
            mayEdit={mayEdit}
            onEdit={(rule) => open({ rule })}
            onFallback={() => open('fallback')}
            onMove={(key, by) => {
              draft.edit(movedRule(draft.set, key, by))
              focusSoon(`[data-rule="${key}"]`)
            }}
            onRemove={(key) => draft.edit(withoutRule(draft.set, key))}
            replay={plan.data?.replay}
            set={draft.set}
            trace={asked ? trace.data : undefined}
          />
          <div className="grid min-w-0 gap-4">
            <TestBench asked={asked} onAsk={ask} trace={trace} />
            <ReplayPanel mayReplay={mayEdit} months={months} onMonths={setMonths} query={plan} />
          </div>
        </div>
      )}
      <Suspense>
        {dialog === 'fallback' && (
          <FallbackDialog
            fallback={draft.set.fallback}
            onClose={close}
            onSave={(fallback) => draft.edit({ ...draft.set, fallback })}
          />
        )}
        {dialog === 'propose' && (
          <ProposeDialog
            onClose={close}
            onProposed={async (change) => {
              draft.drop()
              await navigate({ to: '/routing/changes/$change', params: { change } })
              await refreshRouting()
            }}
            propose={(given) => client.routing_changes.create({ ...draft.set, months, ...given })}
            usual={i18n.t('Routing rules')}
          />
        )}
        {typeof dialog === 'object' && dialog && (
          <RuleDialog
            onClose={close}
            onSave={(rule) => draft.edit(withRule(draft.set, rule))}
            rule={dialog.rule}
            taken={draft.set.rules.map(({ key }) => key)}
          />
        )}
      </Suspense>
    </div>
  )
}

type HeadProps = { published: Routing; rules: number; mayEdit: boolean; add: () => void }

function Head({ published, rules, mayEdit, add }: HeadProps) {
  const { version, published_by, published_at } = published
  return (
    <header className="flex flex-wrap items-start gap-3">
      <div className="min-w-0 grow basis-60">
        <h2 className="text-lg font-semibold">
          {i18n.t(
            '{rules, plural, =0 {No rule decides where new deals go} one {# rule decides where new deals go} other {# rules decide where new deals go}}',
            { rules },
          )}
        </h2>
        <p className="max-w-prose text-mute">
          {i18n.t('The first rule that holds decides, for deals of which nobody said the pipeline.')}{' '}
          {version > 0 &&
            published_by !== null &&
            published_at !== null &&
            i18n.t('Version {version}, published by {name} {when}.', {
              version,
              name: published_by.name,
              when: ago(published_at, new Date().toISOString()),
            })}
        </p>
        {!mayEdit && (
          <p className="text-mute">
            {i18n.t('You may read and try the rules; to change them takes the right to design pipelines.')}
          </p>
        )}
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
