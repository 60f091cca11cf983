import { useNavigate } from '@tanstack/react-router'
import { type RefObject, useEffect, useRef } from 'react'
import { neighbour, type Target } from '../move/target.ts'
import { isInsideWindow, useShortcuts } from '../shortcuts.ts'
import type { Board, Card, Pipeline } from '../wire.ts'
import { i18n } from '../words.ts'
import { placeOf } from './board-cache.ts'

type Options = {
  area: RefObject<HTMLDivElement | null>
  board: Board | undefined
  pipeline: Pipeline
  canWork: boolean
  onMove: (deal: Card, target: Target) => void
  onChoose: (deal: Card) => void
  onFollow: (deal: Card) => void
  /** Chooses deals, or no longer, to do something with several at once; without `on` it turns. */
  onPick: (deals: Card[], on?: boolean) => void
}

/** The keys of the board: arrows walk over the cards, the rest acts on the card that has the focus. */
export function useBoardKeys({ area, board, pipeline, canWork, onMove, onChoose, onFollow, onPick }: Options): void {
  const navigate = useNavigate()
  const follow = useRef<string | null>(null)
  const focused = (): Card | null => {
    const id = document.activeElement?.closest<HTMLElement>('[data-card]')?.dataset['card']
    return (id && board && placeOf(board, id)?.deal) || null
  }
  const withDeal = (act: (deal: Card) => void) => () => {
    const deal = focused()
    if (deal) act(deal)
  }
  const step = (by: 1 | -1) =>
    withDeal((deal) => {
      const target = neighbour(pipeline, deal, by)
      if (!target) return
      follow.current = deal.id
      onMove(deal, target)
    })
  /** Chooses the focused card and the next one of its column, where the keyboard goes. */
  const extend = (key: 'ArrowDown' | 'ArrowUp') =>
    withDeal((deal) => {
      const card = document.activeElement?.closest<HTMLElement>('[data-card]')
      const next = card && along(card, key)
      const other = next && board && placeOf(board, next.dataset['card'] ?? '')?.deal
      onPick(other ? [deal, other] : [deal], true)
      next?.focus()
    })
  const group = i18n.t('The focused deal')
  useShortcuts([
    {
      keys: 'Enter',
      label: i18n.t('Open'),
      group,
      run: withDeal((deal) => void navigate({ to: '/deals/$deal', params: { deal: deal.key } })),
    },
    ...(canWork
      ? [
          { keys: 'Shift+ArrowRight', label: i18n.t('To the next stage'), group, run: step(1) },
          { keys: 'Shift+ArrowLeft', label: i18n.t('To the stage before'), group, run: step(-1) },
          { keys: 'M', label: i18n.t('Move to…'), group, run: withDeal(onChoose) },
          { keys: 'W', label: i18n.t('Won'), group, run: withDeal((deal) => onMove(deal, { outcome: 'won' })) },
          { keys: 'L', label: i18n.t('Lost'), group, run: withDeal((deal) => onMove(deal, { outcome: 'lost' })) },
          { keys: 'H', label: i18n.t('Open follow-on deal'), group, run: withDeal(onFollow) },
          { keys: 'X', label: i18n.t('Choose, or no longer'), group, run: withDeal((deal) => onPick([deal])) },
          { keys: 'Shift+ArrowDown', label: i18n.t('Choose it and the next'), group, run: extend('ArrowDown') },
          { keys: 'Shift+ArrowUp', label: i18n.t('Choose it and the one before'), group, run: extend('ArrowUp') },
        ]
      : []),
  ])

  // The focus goes with the card into its new column.
  useEffect(() => {
    const id = follow.current
    if (!id || isInsideWindow()) return
    const card = area.current?.querySelector<HTMLElement>(`[data-card="${id}"]`)
    if (!card || document.activeElement === card) return
    card.focus()
    follow.current = null
  })

  useEffect(() => {
    const place = area.current
    if (!place) return
    const walk = (event: KeyboardEvent) => {
      const card = (event.target as HTMLElement).closest<HTMLElement>('[data-card]')
      if (!card || event.target !== card || event.shiftKey || !event.key.startsWith('Arrow')) return
      const next =
        event.key === 'ArrowDown' || event.key === 'ArrowUp' ? along(card, event.key) : across(card, event.key)
      event.preventDefault()
      next?.focus()
    }
    place.addEventListener('keydown', walk)
    return () => place.removeEventListener('keydown', walk)
  }, [area, board === undefined])
}

function along(card: HTMLElement, key: string): HTMLElement | null | undefined {
  const at = Number(card.closest<HTMLElement>('[data-index]')?.dataset['index'])
  const column = card.closest('[data-column]')
  return column?.querySelector<HTMLElement>(`[data-index="${at + (key === 'ArrowDown' ? 1 : -1)}"] [data-card]`)
}

function across(card: HTMLElement, key: string): HTMLElement | undefined {
  const columns = [
    ...(card.closest('[role="region"][aria-label]')?.parentElement?.parentElement?.querySelectorAll('[data-column]') ??
      []),
  ]
  const own = columns.indexOf(card.closest('[data-column]') as Element)
  const step = key === 'ArrowRight' ? 1 : -1
  const top = card.getBoundingClientRect().top
  for (let at = own + step; at >= 0 && at < columns.length; at += step) {
    const cards = [...(columns[at]?.querySelectorAll<HTMLElement>('[data-card]') ?? [])]
    const nearest = cards.toSorted((left, right) => distance(left, top) - distance(right, top))[0]
    if (nearest) return nearest
  }
  return undefined
}

const distance = (card: HTMLElement, top: number) => Math.abs(card.getBoundingClientRect().top - top)
