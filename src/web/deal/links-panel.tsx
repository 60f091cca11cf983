import { keepPreviousData, useMutation, useQuery } from '@tanstack/react-query'
import { Link as To } from '@tanstack/react-router'
import { type FormEvent, useId, useState } from 'react'
import type { Link } from '../../client/schema.ts'
import type { InputOf } from '../../client/client.ts'
import { api, client } from '../api.ts'
import { usePipelines } from '../data.ts'
import { sentenceOf } from '../problem.ts'
import { queries } from '../query.ts'
import { Amount } from '../ui/amount.tsx'
import { Button } from '../ui/button.tsx'
import { Select, TextField } from '../ui/field.tsx'
import { Icon } from '../ui/icon.tsx'
import { Mark } from '../ui/mark.tsx'
import type { DealDetail } from '../wire.ts'
import { i18n } from '../words.ts'

type Props = { deal: DealDetail; canWork: boolean }
type SaidKind = InputOf<'links.create'>['kind']

/** What this deal is to others, and whether it may be one of them. */
export function LinksPanel({ deal, canWork }: Props) {
  const [adding, setAdding] = useState(false)
  const links = useQuery({
    queryKey: ['links', deal.id],
    queryFn: async () => (await client.links.list({ deal_id: deal.id })).data,
  })
  const suspected = useQuery({
    queryKey: ['overlaps', 'of', deal.id],
    queryFn: async () => (await client.overlaps.list({ deal: deal.id, state: 'open', limit: 5 })).data,
  })
  const list = links.data ?? []
  return (
    <section className="panel p-4" data-links>
      <div className="flex items-center gap-2">
        <h2 className="grow text-[15px] font-semibold">{i18n.t('Other deals')}</h2>
        {canWork && (
          <Button
            aria-expanded={adding}
            aria-label={i18n.t('Link another deal')}
            className="px-1.5"
            look="quiet"
            onClick={() => setAdding(!adding)}
            size="small"
          >
            <Icon className="size-3.5" name="plus" />
          </Button>
        )}
      </div>
      {suspected.data?.map((pair) => {
        const twin = pair.deal.id === deal.id ? pair.other : pair.deal
        return (
          <p className="mt-1 rounded-md bg-risk-soft px-2.5 py-1.5 text-risk" data-suspected key={pair.id}>
            <To className="hover:underline" to="/overlaps">
              {i18n.t('May be the same as {key}: {name}', { key: twin.key, name: twin.name })}
            </To>
          </p>
        )
      })}
      {links.isSuccess && list.length === 0 && !suspected.data?.length && (
        <p className="text-mute">{i18n.t('It renews, expands and blocks nothing, and comes from no other deal.')}</p>
      )}
      <ul>
        {list.map((link) => (
          <Row canWork={canWork} deal={deal} key={link.id} link={link} />
        ))}
      </ul>
      {adding && <AddLink deal={deal} onClose={() => setAdding(false)} />}
    </section>
  )
}

const relations = (): Record<Link['direction'], Record<Link['kind'], string>> => ({
  to: {
    renews: i18n.t('renews'),
    expands: i18n.t('expands'),
    part_of: i18n.t('is part of'),
    sourced_from: i18n.t('came from'),
    blocks: i18n.t('blocks'),
    overlaps: i18n.t('is counted through'),
  },
  from: {
    renews: i18n.t('is renewed by'),
    expands: i18n.t('is expanded by'),
    part_of: i18n.t('has as a part'),
    sourced_from: i18n.t('led to'),
    blocks: i18n.t('is blocked by'),
    overlaps: i18n.t('is counted for'),
  },
})

function Row({ deal, link, canWork }: Props & { link: Link }) {
  const { marks } = usePipelines()
  const remove = useMutation({
    mutationFn: () => client.links.delete({ deal_id: deal.id, link_id: link.id }),
    onSettled: refreshLinks,
  })
  const { deal: other } = link
  return (
    <li className="flex min-h-9 items-center gap-2 py-1">
      <div className="min-w-0 grow leading-tight">
        <p className="flex items-center gap-1.5 text-xs text-mute">
          <span className="whitespace-nowrap">{relations()[link.direction][link.kind]}</span>
          <Mark mark={marks.get(other.pipeline.key)} size="small" />
          <span className="truncate">
            {other.outcome === 'won' ? i18n.t('won') : other.outcome === 'lost' ? i18n.t('lost') : other.stage.name}
          </span>
        </p>
        <p className="flex gap-2">
          <To className="min-w-0 grow truncate hover:underline" params={{ deal: other.key }} to="/deals/$deal">
            {other.name} <span className="num text-xs text-mute">{other.key}</span>
          </To>
          <Amount className="shrink-0" money={other.amount} />
        </p>
      </div>
      {canWork && link.kind !== 'overlaps' && (
        <Button
          aria-label={i18n.t('Take the link to {key} away', { key: other.key })}
          className="px-1.5"
          disabled={remove.isPending}
          look="quiet"
          onClick={() => remove.mutate()}
          size="small"
        >
          <Icon className="size-3.5" name="close" />
        </Button>
      )}
    </li>
  )
}

function AddLink({ deal, onClose }: { deal: DealDetail; onClose: () => void }) {
  const id = useId()
  const [kind, setKind] = useState<SaidKind>('expands')
  const [text, setText] = useState('')
  const wanted = text.trim()
  const { data } = useQuery({
    queryKey: ['search', wanted],
    queryFn: () => api.deals({ q: wanted, outcome: 'any', limit: 8 }),
    enabled: wanted.length >= 2,
    placeholderData: keepPreviousData,
  })
  const key = /^D-\d+/.exec(wanted.toUpperCase())?.[0]
  const add = useMutation({
    mutationFn: (other_id: string) => client.links.create({ deal_id: deal.id, kind, other_id }),
    onSuccess: () => {
      refreshLinks()
      onClose()
    },
  })
  function submit(event: FormEvent): void {
    event.preventDefault()
    if (key) add.mutate(key)
  }
  const said = relations().to
  const kinds = (['renews', 'expands', 'part_of', 'sourced_from', 'blocks'] as const).map((value) => ({
    value,
    label: said[value],
  }))
  return (
    <form className="mt-2 grid gap-2 rounded-lg bg-sunken p-3" onSubmit={submit}>
      <Select
        label={i18n.t('This deal')}
        onChange={({ target }) => setKind(target.value as SaidKind)}
        options={kinds}
        value={kind}
      />
      <TextField
        autoComplete="off"
        autoFocus
        hint={i18n.t('Words of its name, or its key such as D-12.')}
        label={i18n.t('Which deal')}
        list={id}
        onChange={({ target }) => setText(target.value)}
        required
        value={text}
      />
      <datalist id={id}>
        {data?.data
          .filter((one) => one.id !== deal.id)
          .map((one) => (
            <option key={one.id} value={`${one.key} ${one.name}`} />
          ))}
      </datalist>
      {add.isError && (
        <p className="text-xs text-lost" role="alert">
          {sentenceOf(add.error)}
        </p>
      )}
      <div className="flex gap-2">
        <Button disabled={add.isPending || !key} look="main" size="small" type="submit">
          {i18n.t('Add')}
        </Button>
        <Button look="quiet" onClick={onClose} size="small" type="button">
          {i18n.t('Cancel')}
        </Button>
      </div>
    </form>
  )
}

const refreshLinks = () => void queries.invalidateQueries({ queryKey: ['links'] })
