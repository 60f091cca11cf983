import { type ReactNode, useState } from 'react'
import { api, type DealPatch } from '../api.ts'
import { dealQuery } from '../data.ts'
import { currentDealOf, gatesOf, isProblem, sentenceOf } from '../problem.ts'
import { queries } from '../query.ts'
import { say } from '../ui/toast.ts'
import type { Deal, DealDetail, Gate } from '../wire.ts'
import { i18n } from '../words.ts'
import { CategoryDialog } from './category-dialog.tsx'
import { refreshDeal } from './deal-data.ts'
import { EditConflictDialog } from './edit-conflict-dialog.tsx'

/** The deal's version and the fact as they were when the person began to edit. */
export type Seen = { version: number; value: unknown; text: string }
/** A change of one fact: what is sent, and how the fact reads on any state of the deal. */
export type Edit = { label: string; patch: DealPatch; mine: string; read: (deal: Deal) => string; seen: Seen }
type Conflict = { edit: Edit; current: Deal }
/** A category that asks for what the deal does not have. */
type Blocked = { edit: Edit; gates: Gate[]; sentence: string }

/**
 * Edits facts of a deal: shown at once, sent with the version that was seen, put back with the cause when refused. Where
 * somebody else changed the same fact meanwhile, both values are shown and the person decides; where they changed
 * something else, both changes stay.
 */
export function useEdit(deal: DealDetail): { edit: (edit: Edit) => Promise<boolean>; windows: ReactNode } {
  const [conflict, setConflict] = useState<Conflict | null>(null)
  const [blocked, setBlocked] = useState<Blocked | null>(null)
  const { queryKey } = dealQuery(deal.key)

  async function send(edit: Edit, version: number): Promise<boolean> {
    const before = queries.getQueryData(queryKey)
    queries.setQueryData(queryKey, (old) => old && shownWith(old, edit.patch))
    try {
      const saved = await api.editDeal(deal.id, edit.patch, version)
      queries.setQueryData(queryKey, (old) => old && { ...old, ...saved })
      return true
    } catch (error) {
      queries.setQueryData(queryKey, before)
      const current = isProblem(error) && error.status === 412 ? currentDealOf(error) : null
      if (current && edit.read(current) === edit.seen.text) return send(edit, current.version)
      const gates = isProblem(error) && error.problem.code === 'gate-not-met' ? gatesOf(error) : []
      if (current) setConflict({ edit, current })
      else if (gates.length > 0) setBlocked({ edit, gates, sentence: sentenceOf(error) })
      else say({ title: i18n.t('{fact} was not saved', { fact: edit.label }), detail: sentenceOf(error), tone: 'bad' })
      return current !== null || gates.length > 0
    } finally {
      refreshDeal()
    }
  }

  const asked = blocked && (
    <CategoryDialog
      gates={blocked.gates}
      onCall={(reason) => {
        setBlocked(null)
        const { edit } = blocked
        void send({ ...edit, patch: { ...edit.patch, reason } }, edit.seen.version)
      }}
      onClose={() => setBlocked(null)}
      sentence={blocked.sentence}
    />
  )
  const changed = conflict && (
    <EditConflictDialog
      fact={conflict.edit.label}
      mine={conflict.edit.mine}
      now={conflict.edit.read(conflict.current)}
      onClose={() => setConflict(null)}
      onSave={() => {
        setConflict(null)
        void send(conflict.edit, conflict.current.version)
      }}
      seen={conflict.edit.seen.text}
    />
  )
  const windows = (
    <>
      {asked}
      {changed}
    </>
  )
  return { edit: (edit) => send(edit, edit.seen.version), windows }
}

/** What can be shown before the server answers: plain values; names of people and accounts come with the answer. */
function shownWith(
  deal: DealDetail,
  { owner: _owner, account_id: _account, partner_account_id: _partner, fields, ...plain }: DealPatch,
) {
  const known = Object.fromEntries(Object.entries(plain).filter(([, value]) => value !== undefined))
  return { ...deal, ...known, fields: { ...deal.fields, ...fields } } as DealDetail
}
