import { useQuery } from '@tanstack/react-query'
import { usePipelines } from '../data.ts'
import { useSettled } from '../designer/settled.ts'
import { client } from '../api.ts'
import type { AskedDeal } from '../routing/routing-data.ts'
import { placeWords } from '../routing/routing-words.ts'
import { i18n } from '../words.ts'

type Props = { deal: NonNullable<AskedDeal['deal']> }

/** Where the rules would send a deal that is being written; nothing for whoever may not try them. */
export function WhereItGoes({ deal }: Props) {
  const { byKey } = usePipelines()
  const settled = JSON.parse(useSettled(JSON.stringify(deal), 300)) as Props['deal']
  const { data } = useQuery({
    queryKey: ['routing', 'would', settled],
    queryFn: () => client.routing.trace({ deal: settled }),
    retry: false,
  })
  if (!data) return null
  const { pipeline, stage, name } = data
  const to = pipeline && placeWords({ pipeline: pipeline.key, ...(stage === null ? {} : { stage }) }, byKey)
  return (
    <p className="text-xs text-mute" data-would role="status">
      {!to
        ? i18n.t('No rule takes it so far, and there is no fallback.')
        : name === null
          ? i18n.t('Goes to {to}, by the fallback.', { to })
          : i18n.t('Goes to {to}, by the rule {name}.', { to, name })}
    </p>
  )
}
