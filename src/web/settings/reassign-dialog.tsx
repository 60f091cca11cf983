import { useState } from 'react'
import { documentOf, sentenceOf } from '../problem.ts'
import { Button } from '../ui/button.tsx'
import { Dialog, DialogActions } from '../ui/dialog.tsx'
import { Select } from '../ui/field.tsx'
import { i18n } from '../words.ts'

export type Owner = { person: { id: string; name: string }; deals: number }
type Named = { id: string; name: string }
type Props = {
  owners: readonly Owner[]
  people: readonly Named[]
  /** Why the last attempt was refused. */
  error: unknown
  onClose: () => void
  onSave: (reassign: { person_id: string; to: string }[]) => void
}

/** Nobody loses sight of deals that they own: each of these people needs a successor first. */
export function ReassignDialog({ owners, people, error, onClose, onSave }: Props) {
  const [chosen, choose] = useState<Record<string, string>>({})
  const fault = error && ownersIn(error) === undefined ? sentenceOf(error) : undefined
  const left = owners.filter(({ person }) => !chosen[person.id]).length
  return (
    <Dialog
      description={i18n.t('Open deals would be left with an owner who may no longer work on them.')}
      onClose={onClose}
      open
      title={i18n.t('Who takes over?')}
    >
      <form
        className="grid gap-3"
        onSubmit={(event) => {
          event.preventDefault()
          onSave(owners.map(({ person }) => ({ person_id: person.id, to: chosen[person.id] ?? '' })))
        }}
      >
        {owners.map(({ person, deals }) => (
          <Select
            empty={i18n.t('Choose …')}
            key={person.id}
            label={i18n.t('{deals, plural, one {# open deal} other {# open deals}} of {name}', {
              deals,
              name: person.name,
            })}
            onChange={(event) => choose({ ...chosen, [person.id]: event.target.value })}
            options={people.filter(({ id }) => id !== person.id).map(({ id, name }) => ({ value: id, label: name }))}
            value={chosen[person.id] ?? ''}
          />
        ))}
        {fault !== undefined && (
          <p className="text-lost" role="alert">
            {fault}
          </p>
        )}
        <DialogActions>
          <Button look="quiet" onClick={onClose}>
            {i18n.t('Cancel')}
          </Button>
          <Button disabled={left > 0} look="main" type="submit">
            {i18n.t('Hand over and save')}
          </Button>
        </DialogActions>
      </form>
    </Dialog>
  )
}

/** Who needs a successor before a change can be made, where it was refused for that; each person once. */
export function ownersIn(error: unknown): Owner[] | undefined {
  const problem = documentOf(error)
  if (problem?.code !== 'owns-open-deals') return undefined
  const held = Map.groupBy(problem['owners'] as Owner[], ({ person }) => person.id)
  return [...held.values()].flatMap((theirs) => {
    const [first] = theirs
    return first ? [{ person: first.person, deals: theirs.reduce((sum, { deals }) => sum + deals, 0) }] : []
  })
}
