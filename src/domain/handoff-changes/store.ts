import { type HandoffPlan, type HandoffRule, readCurrentRules } from '../handoff-rules/index.ts'
import { mostReferences, type ReferenceSource } from '../pipelines/index.ts'
import { type ChangeRow, changesIn } from '../rule-changes/index.ts'
import { namesIn } from './names-in.ts'

type HandoffChangeRow = ChangeRow & { rules: HandoffRule[]; plan: HandoffPlan }

export const handoffChanges = changesIn<HandoffChangeRow>('handoff_change', ['rules', 'plan'])

/** Rules name pipelines, stages and fields: those that are published, and those that are asked for. */
export const handoffReferences: ReferenceSource = {
  tables: ['handoff_version', 'handoff_change'],
  async find(tx, workspace_id, { pipeline, stages, fields }) {
    const current = await readCurrentRules(tx, workspace_id)
    const open = await handoffChanges.list(tx, workspace_id, { state: 'open', limit: mostReferences })
    const sets = [
      ...(current ? [{ id: current.change_id, name: `hand-off rules v${current.version}`, rules: current.rules }] : []),
      ...open.map(({ id, title, rules }) => ({ id, name: `proposed: ${title}`, rules })),
    ]
    return sets.flatMap((set) => namesIn(set, { pipeline, stages, fields })).slice(0, mostReferences)
  },
}
