import { useMutation, useQueries, useQuery, useQueryClient } from '@tanstack/react-query'
import { useState } from 'react'
import { api, client, type NewGrant } from '../api.ts'
import { usePipelines } from '../data.ts'
import { sentenceOf } from '../problem.ts'
import { Button } from '../ui/button.tsx'
import { say } from '../ui/toast.ts'
import type { Grant } from '../wire.ts'
import { i18n } from '../words.ts'
import { GrantDialog } from './grant-dialog.tsx'
import { type Owner, ownersIn, ReassignDialog } from './reassign-dialog.tsx'
import { dealsWords, kept, nameOf, type Right, rightWords } from './rights-words.ts'
import { WhyPanel } from './why-panel.tsx'

type Change = { pipeline: string; grants: NewGrant[]; reassign?: { person_id: string; to: string }[] }
type Edited = { pipeline: { key: string; name: string }; grant: Grant | null; grants: readonly Grant[] }

/** Who may do what in each pipeline, and on whose deals. */
export function RightsSection() {
  const cache = useQueryClient()
  const { list } = usePipelines()
  const people = useQuery({ queryKey: ['people'], queryFn: api.people, staleTime: 300_000 }).data?.data ?? []
  const active = people.filter((person) => person.active)
  const teams =
    useQuery({ queryKey: ['teams', ''], queryFn: () => client.teams.list({}), retry: false }).data?.data ?? []
  const rights = useQueries({
    queries: list.map(({ key }) => ({ queryKey: ['rights', key], queryFn: () => api.rights(key), retry: false })),
  })
  const [edited, edit] = useState<Edited | null>(null)
  const [waiting, wait] = useState<{ change: Change; owners: Owner[] } | null>(null)
  const save = useMutation({
    mutationFn: (change: Change) => api.setRights(change),
    async onSuccess() {
      wait(null)
      await cache.invalidateQueries()
      say({ title: i18n.t('Saved. It holds from the next request on.') })
    },
    onError(error, change) {
      const owners = ownersIn(error)
      if (owners) wait({ change, owners })
    },
  })
  const shown = save.isError && !waiting ? sentenceOf(save.error) : undefined
  return (
    <div className="grid grid-cols-1 gap-4">
      <p className="max-w-prose text-mute">
        {i18n.t(
          'A pipeline without grants is open to everybody by their role. With the first grant it is open to those alone whom a grant names. An owner may always do everything.',
        )}
      </p>
      {shown !== undefined && (
        <p className="text-lost" role="alert">
          {shown}
        </p>
      )}
      {list.map((pipeline, i) => {
        // A grant is added to those that are there: none is, before they are known.
        const grants = rights[i]?.data?.grants
        const fault = rights[i]?.error
        return (
          <section aria-label={pipeline.name} className="rounded-lg border border-line bg-panel" key={pipeline.key}>
            <header className="flex items-center gap-3 px-4 py-2">
              <h2 className="grow font-semibold">{pipeline.name}</h2>
              <Button disabled={!grants} onClick={() => grants && edit({ pipeline, grant: null, grants })} size="small">
                {i18n.t('Add a grant')}
              </Button>
            </header>
            {fault ? (
              <p className="border-t border-line px-4 py-2 text-mute">{sentenceOf(fault)}</p>
            ) : !grants ? null : grants.length === 0 ? (
              <p className="border-t border-line px-4 py-2 text-mute">{i18n.t('Open to everybody by their role.')}</p>
            ) : (
              <Matrix grants={grants} onEdit={(grant) => edit({ pipeline, grant, grants })} />
            )}
          </section>
        )
      })}
      <WhyPanel people={active} />
      {edited && (
        <GrantDialog
          grant={edited.grant}
          onClose={() => edit(null)}
          onSave={(grant) => {
            const others = edited.grants.filter(({ id }) => id !== edited.grant?.id).map(kept)
            edit(null)
            save.mutate({ pipeline: edited.pipeline.key, grants: grant ? [...others, grant] : others })
          }}
          people={active}
          teams={teams.filter((team) => team.active)}
          pipeline={edited.pipeline.name}
        />
      )}
      {waiting && (
        <ReassignDialog
          error={save.error}
          onClose={() => wait(null)}
          onSave={(reassign) => save.mutate({ ...waiting.change, reassign })}
          owners={waiting.owners}
          people={active}
        />
      )}
    </div>
  )
}

function Matrix({ grants, onEdit }: { grants: readonly Grant[]; onEdit: (grant: Grant) => void }) {
  const columns = Object.entries(rightWords()) as [Right, string][]
  return (
    <div className="overflow-x-auto border-t border-line">
      <table className="w-full text-sm">
        <thead>
          <tr className="text-left text-xs text-mute">
            <th className="px-4 py-1.5 font-medium">{i18n.t('Who')}</th>
            {columns.map(([right, label]) => (
              <th className="px-2 py-1.5 font-medium whitespace-nowrap" key={right}>
                {label}
              </th>
            ))}
          </tr>
        </thead>
        <tbody>
          {grants.map((grant) => (
            <tr className="border-t border-line" key={grant.id}>
              <th className="px-4 py-1 text-left font-normal whitespace-nowrap">
                <button className="min-h-6 text-accent hover:underline" onClick={() => onEdit(grant)} type="button">
                  {nameOf(grant)}
                </button>
              </th>
              {columns.map(([right]) => (
                <td className="px-2 py-1 whitespace-nowrap" key={right}>
                  {grant.rights.includes(right) ? dealsWords()[grant.deals] : <span className="text-mute">–</span>}
                </td>
              ))}
            </tr>
          ))}
        </tbody>
      </table>
    </div>
  )
}
