import { useQuery } from '@tanstack/react-query'
import { useSearch } from '@tanstack/react-router'
import { useState } from 'react'
import { useMe, useMoment, usePipelines } from '../../data.ts'
import { useShortcuts } from '../../shortcuts.ts'
import { Button } from '../../ui/button.tsx'
import { Mark } from '../../ui/mark.tsx'
import { EmptyState, ErrorState, Loading, Skeleton } from '../../ui/states.tsx'
import { i18n } from '../../words.ts'
import type { AccuracySearch } from './accuracy-search.ts'
import { methodHints, methodNames } from './accuracy-words.ts'
import { methodsQuery, useFreshMethods } from './method-data.ts'
import { MethodDialog } from './method-dialog.tsx'
import { type MethodInUse, recordWords, whyWords } from './method-words.ts'

/** By which method the open deals of each pipeline get their chance, why, and for those who may another choice. */
export function MethodsPanel() {
  useFreshMethods()
  const query = useQuery(methodsQuery)
  const { access } = useMe()
  const { past } = useMoment()
  const { scope } = useSearch({ strict: false }) as AccuracySearch
  const [of, open] = useState<MethodInUse | null>(null)
  const { data } = query
  const may = access.includes('forecast:configure') && !past
  const inView = data?.find(({ pipeline }) => pipeline.key === scope) ?? data?.[0]
  useShortcuts(
    may && inView
      ? [
          {
            keys: 'U',
            label: i18n.t('Choose the method of {name}', { name: inView.pipeline.name }),
            group: i18n.t('Accuracy'),
            run: () => open(inView),
          },
        ]
      : [],
  )
  return (
    <section aria-labelledby="methods-title" className="panel min-w-0 p-4 md:p-5">
      <h2 className="text-[15px] font-semibold" id="methods-title">
        {i18n.t("How each pipeline's deals get their chance")}
      </h2>
      {query.isPending && (
        <Loading label={i18n.t('Loading the methods in use')}>
          <Skeleton className="mt-2 h-24" />
        </Loading>
      )}
      {query.isError && <ErrorState error={query.error} onRetry={() => void query.refetch()} />}
      {data?.length === 0 && (
        <EmptyState title={i18n.t('There is no pipeline yet whose forecast you may see')}>
          {i18n.t('As soon as there is one, its deals get their chance from the model.')}
        </EmptyState>
      )}
      {data && data.length > 0 && (
        <ul className="mt-1 divide-y divide-line">
          {data.map((one) => (
            <Line key={one.pipeline.id} of={one} onChoose={may ? () => open(one) : undefined} />
          ))}
        </ul>
      )}
      {of && <MethodDialog of={of} onClose={() => open(null)} />}
    </section>
  )
}

function Line({ of: one, onChoose }: { of: MethodInUse; onChoose: (() => void) | undefined }) {
  const { marks } = usePipelines()
  const { pipeline, method } = one
  const otherwise = recordWords(one)
  return (
    <li className="flex flex-wrap items-center gap-x-4 gap-y-1 py-1.5">
      <span className="flex w-48 shrink-0 items-center gap-2 font-medium">
        <Mark mark={marks.get(pipeline.key)} size="small" />
        {pipeline.name}
      </span>
      <div className="min-w-0 flex-1 basis-64 wrap-anywhere">
        <p>
          <span title={methodHints()[method]}>{methodNames()[method]}</span>
          <span className="text-mute">
            {' · '}
            {whyWords(one)}
          </span>
        </p>
        {otherwise && <p className="text-xs text-mute">{otherwise}</p>}
      </div>
      {onChoose && (
        <Button
          aria-label={i18n.t('Choose the method of {name}', { name: pipeline.name })}
          className="no-print"
          onClick={onChoose}
          size="small"
        >
          {i18n.t('Choose')}
        </Button>
      )}
    </li>
  )
}
