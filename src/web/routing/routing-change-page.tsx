import { useQuery } from '@tanstack/react-query'
import { Link, useParams } from '@tanstack/react-router'
import type { RoutingChange } from '../../client/schema.ts'
import { client } from '../api.ts'
import { Section } from '../changes/section.tsx'
import { ChangeFrame } from '../rule-drafts/change-frame.tsx'
import { RuleChangeView } from '../rule-drafts/change-view.tsx'
import { Findings } from '../rule-drafts/findings.tsx'
import { i18n } from '../words.ts'
import { DiffView } from './diff-view.tsx'
import { ReplayView } from './replay-view.tsx'
import { refreshRouting, routingChangeQuery } from './routing-data.ts'
import { summaryOf } from './routing-words.ts'

/** One proposed set of routing rules: what it would change, who decides, and what became of it. */
export function RoutingChangePage() {
  const { change: id = '' } = useParams({ strict: false })
  const query = useQuery(routingChangeQuery(id))
  const back = (
    <Link className="justify-self-start text-accent hover:underline" params={{ tab: 'changes' }} to="/routing/$tab">
      ← {i18n.t('Proposed changes')}
    </Link>
  )
  return (
    <ChangeFrame back={back} query={query}>
      {(change) => <Change change={change} />}
    </ChangeFrame>
  )
}

function Change({ change }: { change: RoutingChange }) {
  const { plan } = change
  return (
    <RuleChangeView
      change={change}
      refresh={refreshRouting}
      summary={summaryOf(plan)}
      withdraw={(change_id) => client.routing_changes.withdraw({ change_id })}
    >
      <Section count={plan.diff.length} title={i18n.t('What changes')}>
        <DiffView change={change} />
      </Section>
      {plan.findings.length > 0 && (
        <Section count={plan.findings.length} title={i18n.t('What is wrong with it')}>
          <Findings findings={plan.findings} />
        </Section>
      )}
      <Section title={i18n.t('Past deals, as of when it was proposed')}>
        <ReplayView replay={plan.replay} />
      </Section>
    </RuleChangeView>
  )
}
