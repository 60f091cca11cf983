import type { Tick } from '../../platform/jobs.ts'
import { dayOf, plusDays } from '../../values/instant.ts'
import { type Note, tell } from '../notifications/index.ts'
import { type DueActivity, readDue } from './store.ts'

/** What fell due longer ago than this is on the list of everybody's day anyway. */
const lookBackDays = 3

/** Tells the owners of activities on the day on which these fall due, once for each day that they were planned for. */
export const tellOfDueActivities: Tick = {
  name: 'due activities',
  every_seconds: 300,
  async run({ database: { owner }, now }) {
    const due = await readDue(owner, { from: dayOf(plusDays(now, -lookBackDays)), now })
    for (const [workspace_id, some] of Map.groupBy(due, (one) => one.workspace_id))
      await owner.transaction().execute((tx) => tell(tx, workspace_id, some.map(noteOf), now))
  },
}

const noteOf = ({ id, subject, owner_id, due_on, deal }: DueActivity): Note => ({
  kind: 'activity.due',
  to: [owner_id],
  key: `${id} ${due_on}`,
  about: deal === null ? null : { deal: { pipeline_id: deal.pipeline_id, id: deal.id, owner_id: deal.owner_id } },
  pieces: { subject, due_on, ...(deal === null ? {} : { deal: deal.name }) },
  link: deal === null ? '/' : `/deals/${deal.key}`,
})
