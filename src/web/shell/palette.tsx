import { keepPreviousData, useQuery } from '@tanstack/react-query'
import { useNavigate } from '@tanstack/react-router'
import { type KeyboardEvent, useEffect, useId, useRef, useState } from 'react'
import { api, client } from '../api.ts'
import { usePipelines } from '../data.ts'
import { compactMoney } from '../format.ts'
import { useActiveShortcuts } from '../shortcuts.ts'
import { Dialog } from '../ui/dialog.tsx'
import { Icon } from '../ui/icon.tsx'
import { Mark } from '../ui/mark.tsx'
import { i18n } from '../words.ts'
import { Keys } from './key-sheet.tsx'
import { closeWindow } from './windows.ts'

type Item = { id: string; label: string; detail?: string; keys?: string; pipeline?: string; run: () => void }

/** One field that finds every action of the page, with its keys beside it, every deal by name or number, and accounts by name. */
export function Palette() {
  const [text, setText] = useState('')
  const [at, setAt] = useState(0)
  const list = useRef<HTMLDivElement>(null)
  const input = useRef<HTMLInputElement>(null)
  const id = useId()
  const items = useItems(text)
  useEffect(() => {
    // Newer browsers answer a promise here, which an effect must not return.
    list.current?.querySelector('[aria-selected=true]')?.scrollIntoView({ block: 'nearest' })
  })
  function press(event: KeyboardEvent): void {
    const step = event.key === 'ArrowDown' ? 1 : event.key === 'ArrowUp' ? -1 : 0
    if (step !== 0) {
      event.preventDefault()
      setAt((old) => (old + step + items.length) % Math.max(1, items.length))
    }
    if (event.key === 'Enter') choose(items[at])
  }
  function choose(item: Item | undefined): void {
    if (!item) return
    closeWindow()
    item.run()
  }
  return (
    <Dialog focus={input} onClose={closeWindow} open title={i18n.t('Search and actions')}>
      <div className="flex items-center gap-2 border-b border-line pb-2">
        <Icon className="size-4 text-mute" name="search" />
        <input
          aria-activedescendant={items[at] ? `${id}-${at}` : undefined}
          aria-controls={id}
          aria-expanded="true"
          aria-label={i18n.t('Search and actions')}
          className="h-8 grow bg-transparent outline-none"
          onChange={(event) => {
            setText(event.target.value)
            setAt(0)
          }}
          onKeyDown={press}
          placeholder={i18n.t('A deal, its number, an account, or something to do')}
          ref={input}
          role="combobox"
          value={text}
        />
      </div>
      <div aria-label={i18n.t('Found')} className="mt-2 max-h-[50vh] overflow-y-auto" id={id} ref={list} role="listbox">
        {items.map((item, index) => (
          <Row id={`${id}-${index}`} item={item} key={item.id} onChoose={choose} selected={index === at} />
        ))}
      </div>
      {items.length === 0 && <p className="px-2 py-6 text-center text-mute">{i18n.t('Nothing found')}</p>}
    </Dialog>
  )
}

type RowProps = { id: string; item: Item; selected: boolean; onChoose: (item: Item) => void }

function Row({ id, item, selected, onChoose }: RowProps) {
  const { marks } = usePipelines()
  return (
    <div
      aria-selected={selected}
      className="flex min-h-9 cursor-pointer items-center gap-2.5 rounded-md px-2 hover:bg-sunken aria-selected:bg-accent-soft"
      id={id}
      onClick={() => onChoose(item)}
      role="option"
      tabIndex={-1}
    >
      {item.pipeline ? (
        <Mark mark={marks.get(item.pipeline)} size="small" />
      ) : (
        <Icon className="size-4 text-mute" name="right" />
      )}
      <span className="min-w-0 grow truncate">{item.label}</span>
      {item.detail && <span className="num text-xs whitespace-nowrap text-mute">{item.detail}</span>}
      {item.keys && <Keys keys={item.keys} />}
    </div>
  )
}

function useItems(text: string): Item[] {
  const shortcuts = useActiveShortcuts()
  const navigate = useNavigate()
  const wanted = text.trim().toLowerCase()
  const { data } = useQuery({
    queryKey: ['search', wanted],
    queryFn: () => api.deals({ q: wanted, outcome: 'any', limit: 8 }),
    enabled: wanted.length >= 2,
    placeholderData: keepPreviousData,
  })
  const found = useQuery({
    queryKey: ['accounts', 'search', wanted],
    queryFn: () => client.accounts.list({ q: wanted, limit: 4 }),
    enabled: wanted.length >= 2,
    placeholderData: keepPreviousData,
  })
  // What the page itself offers comes first: it was registered last.
  const groups = [...Map.groupBy(shortcuts, ({ group }) => group).values()].toReversed()
  const actions = [...new Map(groups.flat().map((shortcut) => [shortcut.keys, shortcut])).values()]
    .filter((shortcut) => shortcut.label.toLowerCase().includes(wanted) && !['Ctrl+K', '/'].includes(shortcut.keys))
    .map((shortcut) => ({
      id: shortcut.keys,
      label: shortcut.label,
      keys: shortcut.keys,
      run: () => shortcut.run(new KeyboardEvent('keydown')),
    }))
  const deals = (wanted.length >= 2 ? (data?.data ?? []) : []).map((deal) => ({
    id: deal.id,
    label: deal.name,
    detail: [deal.key, deal.amount && compactMoney(deal.amount)].filter(Boolean).join(' · '),
    pipeline: deal.pipeline.key,
    run: () => void navigate({ to: '/deals/$deal', params: { deal: deal.key } }),
  }))
  const accounts = (wanted.length >= 2 ? (found.data?.data ?? []) : []).map(({ id, name, domain }) => ({
    id,
    label: name,
    detail: domain ?? i18n.t('Account'),
    run: () => void navigate({ to: '/accounts/$account', params: { account: id } }),
  }))
  return [...deals, ...accounts, ...actions]
}
