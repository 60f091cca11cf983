import { useState } from 'react'
import type { NewGrant } from '../api.ts'
import { Button } from '../ui/button.tsx'
import { Dialog, DialogActions } from '../ui/dialog.tsx'
import { Select } from '../ui/field.tsx'
import type { Grant } from '../wire.ts'
import { i18n } from '../words.ts'
import { type Deals, dealsWords, kept, nameOf, type Right, rightWords, roleWords } from './rights-words.ts'

type Named = { id: string; name: string }
type Props = {
  /** The grant to change; null for a new one. */
  grant: Grant | null
  pipeline: string
  people: readonly Named[]
  teams: readonly Named[]
  onClose: () => void
  /** Null takes the grant away. */
  onSave: (grant: NewGrant | null) => void
}

/** To whom, which rights, on whose deals. */
export function GrantDialog({ grant, pipeline, people, teams, onClose, onSave }: Props) {
  const [to, setTo] = useState('role rep')
  const [rights, setRights] = useState<Right[]>(grant?.rights ?? ['see', 'work'])
  const [deals, setDeals] = useState<Deals>(grant?.deals ?? 'all')
  const toggle = (right: Right) =>
    setRights(rights.includes(right) ? rights.filter((one) => one !== right) : [...rights, right])
  return (
    <Dialog
      onClose={onClose}
      open
      title={
        grant
          ? i18n.t('{name} in {pipeline}', { name: nameOf(grant), pipeline })
          : i18n.t('New grant in {pipeline}', { pipeline })
      }
    >
      <form
        className="grid gap-4"
        onSubmit={(event) => {
          event.preventDefault()
          onSave({ to: grant ? kept(grant).to : receiverOf(to), rights, deals })
        }}
      >
        {!grant && (
          <Select
            label={i18n.t('To')}
            onChange={(event) => setTo(event.target.value)}
            options={[
              {
                label: i18n.t('Roles'),
                options: Object.entries(roleWords()).map(([role, label]) => ({ value: `role ${role}`, label })),
              },
              { label: i18n.t('Teams'), options: teams.map(({ id, name }) => ({ value: `team ${id}`, label: name })) },
              {
                label: i18n.t('People'),
                options: people.map(({ id, name }) => ({ value: `person ${id}`, label: name })),
              },
            ]}
            value={to}
          />
        )}
        <fieldset className="grid gap-1">
          <legend className="mb-1 text-xs font-medium text-mute">{i18n.t('Rights')}</legend>
          <div className="grid grid-cols-2 gap-1">
            {Object.entries(rightWords()).map(([right, label]) => (
              <label className="flex min-h-6 items-center gap-2" key={right}>
                <input
                  checked={rights.includes(right as Right)}
                  className="size-4 accent-accent"
                  disabled={right === 'see'}
                  onChange={() => toggle(right as Right)}
                  type="checkbox"
                />
                {label}
              </label>
            ))}
          </div>
        </fieldset>
        <Select
          hint={i18n.t('Whoever is on the team of a deal sees it and works on it in any case.')}
          label={i18n.t('On whose deals')}
          onChange={(event) => setDeals(event.target.value as Deals)}
          options={Object.entries(dealsWords()).map(([value, label]) => ({ value, label }))}
          value={deals}
        />
        <DialogActions>
          {grant && (
            <Button className="mr-auto" look="danger" onClick={() => onSave(null)}>
              {i18n.t('Take away')}
            </Button>
          )}
          <Button look="quiet" onClick={onClose}>
            {i18n.t('Cancel')}
          </Button>
          <Button look="main" type="submit">
            {i18n.t('Save')}
          </Button>
        </DialogActions>
      </form>
    </Dialog>
  )
}

function receiverOf(chosen: string): NewGrant['to'] {
  const [kind, value = ''] = chosen.split(' ')
  if (kind === 'person') return { person_id: value }
  return kind === 'team' ? { team_id: value } : { role: value as never }
}
