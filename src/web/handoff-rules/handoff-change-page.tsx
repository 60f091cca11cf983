import { useQuery } from '@tanstack/react-query'
import { Link, useParams } from '@tanstack/react-router'
import type { HandoffChange } from '../../client/schema.ts'
import { client } from '../api.ts'
import { Section } from '../changes/section.tsx'
import { ChangeFrame } from '../rule-drafts/change-frame.tsx'
import { RuleChangeView } from '../rule-drafts/change-view.tsx'
import { Findings } from '../rule-drafts/findings.tsx'
import { i18n } from '../words.ts'
import { DiffView } from './diff-view.tsx'
import { handoffChangeQuery, refreshHandoffRules, useFreshHandoffRules } from './handoff-rules-data.ts'
import { changesWords } from './handoff-rule-words.ts'

/** One proposed set of hand-off rules: what it would change, who decides, and what became of it. */
export function HandoffChangePage() {
  const { change: id = '' } = useParams({ strict: false })
  const query = useQuery(handoffChangeQuery(id))
  useFreshHandoffRules()
  const back = (
    <Link
      className="justify-self-start text-accent hover:underline"
      params={{ tab: 'handoff-rules' }}
      to="/governance/$tab"
    >
      ← {i18n.t('Hand-off rules')}
    </Link>
  )
  return (
    <ChangeFrame back={back} query={query}>
      {(change) => <Change change={change} />}
    </ChangeFrame>
  )
}

function Change({ change }: { change: HandoffChange }) {
  const { plan } = change
  return (
    <RuleChangeView
      change={change}
      refresh={refreshHandoffRules}
      summary={changesWords(plan)}
      withdraw={(change_id) => client.handoff_changes.withdraw({ change_id })}
    >
      <Section count={plan.diff.length} title={i18n.t('What changes')}>
        <DiffView change={change} />
      </Section>
      <Section count={plan.findings.length} title={i18n.t('What is wrong with it')}>
        {plan.findings.length === 0 ? (
          <p className="text-mute">{i18n.t('No circle, no dead end, no money counted twice, no closed pipeline.')}</p>
        ) : (
          <Findings findings={plan.findings} />
        )}
      </Section>
      <p className="text-mute">
        {i18n.t(
          '{waiting, plural, =0 {No hand-off waits under a rule that changes.} one {# hand-off waits under a rule that changes; it keeps the terms that it was opened under.} other {# hand-offs wait under rules that change; they keep the terms that they were opened under.}}',
          { waiting: plan.waiting },
        )}
      </p>
    </RuleChangeView>
  )
}
