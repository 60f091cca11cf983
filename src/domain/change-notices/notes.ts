import type { ApprovalRow } from '../approvals/index.ts'
import type { Note } from '../notifications/index.ts'

/** A change request as people are told of it. */
export type ToldChange = {
  id: string
  number: bigint
  title: string
  pipeline_id: string
  pipeline_name: string
  created_by: string
  created_by_name: string
  effective_at: string | null
  version: number | null
}

export const noteOn = ({ id, number, title, pipeline_id, pipeline_name }: ToldChange) =>
  ({
    about: { pipeline_id },
    pieces: { change: `CR-${number}`, title, pipeline: pipeline_name },
    link: `/governance/changes/${id}`,
  }) satisfies Partial<Note>

const placeOfRules = ({ subject_kind, subject_id }: ApprovalRow): string | undefined => {
  if (subject_kind === 'routing') return `/routing/changes/${subject_id}`
  return subject_kind === 'handoffs' ? '/governance/handoff-rules' : undefined
}

/** A question about the life of a pipeline, whether it takes no new deals or is put away, or about rules of the workspace. */
export const noteOnLife = (approval: ApprovalRow) =>
  ({
    about: { pipeline_id: approval.pipeline_id },
    pieces: { change: approval.pipeline_name, title: approval.title, by: approval.requested_by_name },
    link: placeOfRules(approval) ?? '/governance/charters',
  }) satisfies Partial<Note>

/** Who is told what became of a request: whoever asked and whoever voted, but not who did it just now. */
export const concernedBy = (
  { created_by }: Pick<ToldChange, 'created_by'>,
  votes: readonly { person_id: string }[],
  doer: string | null,
): string[] => [...new Set([created_by, ...votes.map(({ person_id }) => person_id)])].filter((id) => id !== doer)
