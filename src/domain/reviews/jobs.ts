import type { Tick } from '../../platform/jobs.ts'
import { tell } from '../notifications/index.ts'
import { readPipelines } from '../pipelines/index.ts'
import { reviewStates } from './operations.ts'
import { readReviewers, readWorkspaces } from './store.ts'

/** Tells whoever looks after a pipeline on the day on which its review falls due, once for each such day. */
export const tellOfDueReviews: Tick = {
  name: 'due reviews',
  every_seconds: 600,
  async run({ database: { owner }, now }) {
    for (const workspace_id of await readWorkspaces(owner))
      await owner.transaction().execute(async (tx) => {
        const states = await reviewStates({ tx, workspace_id, now }, await readPipelines(tx, workspace_id))
        const due = states.flatMap((state) => {
          const { due_on, days_late } = state
          return due_on !== null && days_late !== null && days_late >= 0 ? [{ ...state, due_on }] : []
        })
        if (due.length === 0) return
        const reviewers = await readReviewers(tx, workspace_id)
        const notes = due.map(({ pipeline, owner: named, due_on }) => ({
          kind: 'review.due' as const,
          to: reviewers.filter(({ email }) => email === named.toLowerCase()).map(({ id }) => id),
          key: `${pipeline.id} ${due_on}`,
          about: { pipeline_id: pipeline.id },
          pieces: { pipeline: pipeline.name, due_on },
          link: `/governance/reviews/${pipeline.key}`,
        }))
        // A charter may name a role in words; then those hear of it who configure pipelines.
        const all = reviewers.filter(({ configures }) => configures).map(({ id }) => id)
        await tell(
          tx,
          workspace_id,
          notes.map((note) => (note.to.length > 0 ? note : { ...note, to: all })),
          now,
        )
      })
  },
}
