import type { Tick } from '../../platform/jobs.ts'
import { settingsAt } from '../../platform/settings.ts'
import { type Instant, plusDays } from '../../values/instant.ts'
import { type Note, tell } from '../notifications/index.ts'
import { readDefinitionOf, readPipelines } from '../pipelines/index.ts'
import { currentRound, dueIn } from './operations.ts'
import { readClocks } from './store.ts'
import type { DueRound } from './submission.ts'

/** Reminds those who have not submitted as long before the deadline as their pipeline says, each of a deadline once. */
export const tellOfDueSubmissions: Tick = {
  name: 'due submissions',
  every_seconds: 60,
  async run({ database: { owner }, now }) {
    for (const { id: workspace_id, time_zone } of await readClocks(owner)) {
      const calendar = await settingsAt(owner, workspace_id, now)
      for (const pipeline of await readPipelines(owner, workspace_id)) {
        if (pipeline.lifecycle !== 'active') continue
        const definition = await readDefinitionOf(owner, workspace_id, pipeline.definition_id)
        const { submissions } = definition.forecast
        if (submissions === undefined) continue
        const clock = { now, time_zone, calendar }
        const { due_at } = currentRound(definition, clock)
        if (due_at === null || now < plusDays(due_at, -submissions.remind_hours / 24)) continue
        await owner.transaction().execute(async (tx) => {
          const round = await dueIn(tx, workspace_id, { ...pipeline, definition }, undefined, clock)
          await tell(tx, workspace_id, reminders(round, due_at, time_zone), now)
        })
      }
    }
  },
}

function reminders({ pipeline, period, people }: DueRound, due_at: Instant, time_zone: string): Note[] {
  const at = Temporal.Instant.from(due_at).toZonedDateTimeISO(time_zone)
  const due_on = `${at.toPlainDate()} ${at.toPlainTime().toString({ smallestUnit: 'minute' })}`
  return people
    .filter(({ submission }) => submission === null)
    .map(({ person }) => ({
      kind: 'submission.due',
      to: [person.id],
      key: `submission ${pipeline.id} ${period} ${due_at}`,
      about: { pipeline_id: pipeline.id },
      pieces: { pipeline: pipeline.name, period, due_on },
      link: `/forecast/submissions?pipeline=${pipeline.key}`,
    }))
}
