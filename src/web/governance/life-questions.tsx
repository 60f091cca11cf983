import { useQuery } from '@tanstack/react-query'
import { useState } from 'react'
import { type Deciding, DecisionDialog } from '../changes/decision-dialog.tsx'
import { Button } from '../ui/button.tsx'
import { i18n } from '../words.ts'
import { lifeQuestionsQuery } from './governance-data.ts'

/** What waits for a decision about the life of a pipeline, with the buttons of those who decide. */
export function LifeQuestions({ pipeline }: { pipeline: { id: string; name: string } }) {
  const [deciding, decide] = useState<Deciding | null>(null)
  const waiting = useQuery(lifeQuestionsQuery).data?.filter((one) => one.pipeline.id === pipeline.id) ?? []
  return (
    <>
      {waiting.map((approval) => (
        <div className="mt-2 flex flex-wrap items-center gap-2 rounded-md bg-accent-soft px-3 py-2" key={approval.id}>
          <p className="min-w-0 grow basis-60">
            {i18n.t('{name} asks: {title}', { name: approval.requested_by.name, title: approval.title })}
            {!approval.may_vote && <span className="block text-mute">{approval.why_not}</span>}
          </p>
          {approval.may_vote && (
            <>
              <Button onClick={() => decide({ vote: 'approve', approval })} size="small">
                {i18n.t('Approve')}
              </Button>
              <Button onClick={() => decide({ vote: 'reject', approval })} size="small">
                {i18n.t('Reject')}
              </Button>
            </>
          )}
        </div>
      ))}
      {deciding && (
        <DecisionDialog
          change={{
            key: pipeline.name,
            summary: deciding.approval.title,
            created_by: deciding.approval.requested_by,
          }}
          deciding={deciding}
          onClose={() => decide(null)}
        />
      )}
    </>
  )
}
