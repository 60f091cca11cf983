import { useMe, usePipelines } from '../data.ts'
import { shortDay } from '../format.ts'
import { Icon } from '../ui/icon.tsx'
import { PickMenu } from '../ui/menu.tsx'
import { i18n } from '../words.ts'
import { dayIn } from '../zone.ts'
import type { Listed } from './listed.ts'

type Props = { listed: Listed; onChange: (change: Listed) => void }

/** What the list is narrowed to; everything that is set can be taken away again. */
export function Filters({ listed, onChange }: Props) {
  const { list } = usePipelines()
  const any = '*'
  const pick = (
    label: string,
    value: string | undefined,
    names: Record<string, string>,
    set: (value: string) => void,
  ) => (
    <PickMenu
      choices={Object.entries(names).map(([key, name]) => ({ value: key, label: name }))}
      label={label}
      onPick={set}
      shown={names[value ?? any] ?? value ?? ''}
      value={value ?? any}
    />
  )
  const pipelines = Object.fromEntries(list.map(({ key, name }) => [key, name]))
  return (
    <div className="flex flex-wrap items-center gap-2">
      <input
        aria-label={i18n.t('Words in the name, or a number')}
        className="h-8 w-56 rounded-md border border-edge/60 bg-panel px-2.5 placeholder:text-mute"
        defaultValue={listed.q}
        key={listed.q}
        onBlur={(event) => onChange({ q: event.target.value.trim() || undefined })}
        onKeyDown={(event) => event.key === 'Enter' && onChange({ q: event.currentTarget.value.trim() || undefined })}
        placeholder={i18n.t('Name or number')}
        type="search"
      />
      {pick(i18n.t('Pipeline'), listed.pipeline, { [any]: i18n.t('all'), ...pipelines }, (value) =>
        onChange({ pipeline: value === any ? undefined : value, stage: undefined }),
      )}
      {pick(
        i18n.t('Outcome'),
        listed.outcome ?? 'open',
        { open: i18n.t('open'), won: i18n.t('won'), lost: i18n.t('lost'), any: i18n.t('any') },
        (value) => onChange({ outcome: value as Listed['outcome'] }),
      )}
      {pick(i18n.t('Owner'), listed.owner, { [any]: i18n.t('everybody'), me: i18n.t('me') }, (value) =>
        onChange({ owner: value === any ? undefined : value }),
      )}
      {pick(
        i18n.t('Age'),
        listed.ageing,
        {
          [any]: i18n.t('any'),
          flagged: i18n.t('slow or stuck'),
          slow: i18n.t('slow'),
          stuck: i18n.t('stuck'),
          waiting: i18n.t('waiting'),
        },
        (value) => onChange({ ageing: value === any ? undefined : (value as Listed['ageing']) }),
      )}
      {pick(
        i18n.t('Sort'),
        listed.sort ?? '-created',
        {
          '-created': i18n.t('newest'),
          '-updated': i18n.t('changed last'),
          close_date: i18n.t('close date'),
          '-amount': i18n.t('largest'),
          amount: i18n.t('smallest'),
        },
        (value) => onChange({ sort: value as Listed['sort'] }),
      )}
      {chipsOf(listed, useMe().workspace.time_zone).map(({ text, clear }) => (
        <button
          aria-label={i18n.t('Take away: {filter}', { filter: text })}
          className="flex h-8 items-center gap-1.5 rounded-md bg-accent-soft px-2.5 text-accent"
          key={text}
          onClick={() => onChange(clear)}
          type="button"
        >
          {text}
          <Icon className="size-3.5" name="close" />
        </button>
      ))}
    </div>
  )
}

function chipsOf({ stage, owed, close_from, close_before, closed_from, closed_before }: Listed, zone: string) {
  const day = (text: string) => shortDay(text.includes('T') ? dayIn(text, zone) : text, '')
  const chips: { text: string | undefined; clear: Listed }[] = [
    { text: stage && i18n.t('stage {stage}', { stage }), clear: { stage: undefined } },
    { text: owed && i18n.t('owes something'), clear: { owed: undefined } },
    { text: close_from && i18n.t('closes from {day}', { day: day(close_from) }), clear: { close_from: undefined } },
    {
      text: close_before && i18n.t('closes before {day}', { day: day(close_before) }),
      clear: { close_before: undefined },
    },
    {
      text: closed_from && i18n.t('closed from {day}', { day: day(closed_from) }),
      clear: { closed_from: undefined },
    },
    {
      text: closed_before && i18n.t('closed before {day}', { day: day(closed_before) }),
      clear: { closed_before: undefined },
    },
  ]
  return chips.flatMap(({ text, clear }) => (text ? [{ text, clear }] : []))
}
