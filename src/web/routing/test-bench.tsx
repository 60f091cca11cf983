import { keepPreviousData, type UseQueryResult, useQuery } from '@tanstack/react-query'
import { type FormEvent, useId, useState } from 'react'
import type { RoutingTrace } from '../../client/schema.ts'
import { AccountField, type TypedAccount } from '../accounts/account-field.tsx'
import { api } from '../api.ts'
import { useMe, usePipelines } from '../data.ts'
import { sentenceOf } from '../problem.ts'
import { Button } from '../ui/button.tsx'
import { Select, TextArea, TextField } from '../ui/field.tsx'
import { Mark } from '../ui/mark.tsx'
import { NumberField } from '../ui/number-field.tsx'
import { Tabs } from '../ui/tabs.tsx'
import { i18n } from '../words.ts'
import type { AskedDeal } from './routing-data.ts'
import { placeWords } from './routing-words.ts'

type Props = {
  asked: AskedDeal | null
  onAsk: (deal: AskedDeal | null) => void
  trace: UseQueryResult<RoutingTrace>
}

/** Tries the rules as they are written on one deal: one that is here, or one as it would be handed in. */
export function TestBench({ asked, onAsk, trace }: Props) {
  const [way, setWay] = useState('new')
  return (
    <section aria-label={i18n.t('Test bench')} className="panel min-w-0 p-4" data-bench>
      <h3 className="text-[15px] font-semibold">{i18n.t('Where would this deal go?')}</h3>
      <div className="mt-2">
        <Tabs
          label={i18n.t('Which deal')}
          onPick={setWay}
          tabs={[
            { value: 'new', label: i18n.t('One as it comes in') },
            { value: 'known', label: i18n.t('One that is here') },
          ]}
          value={way}
        >
          {way === 'new' ? <NewOne onAsk={onAsk} /> : <KnownOne onAsk={onAsk} />}
        </Tabs>
      </div>
      {asked && (
        <div aria-live="polite" className="mt-3 border-t border-line pt-3">
          {trace.isError && <p className="text-lost">{sentenceOf(trace.error)}</p>}
          {trace.data && !trace.isError && <Result trace={trace.data} />}
          <Button className="mt-2" look="quiet" onClick={() => onAsk(null)} size="small">
            {i18n.t('Clear the bench')}
          </Button>
        </div>
      )}
    </section>
  )
}

function Result({ trace }: { trace: RoutingTrace }) {
  const { byKey, marks } = usePipelines()
  const { pipeline, position, name, stage, because } = trace
  if (!pipeline)
    return <p className="font-medium">{i18n.t('It waits for a person: no rule holds, and there is no fallback.')}</p>
  const to = placeWords({ pipeline: pipeline.key, ...(stage === null ? {} : { stage }) }, byKey)
  return (
    <>
      <p className="flex flex-wrap items-center gap-x-2 font-medium">
        <Mark mark={marks.get(pipeline.key)} size="small" />
        {to}
      </p>
      <p className="text-mute wrap-anywhere">
        {trace.decided_by === 'rule'
          ? i18n.t('By rule {position}, {name}, because {because}', {
              position: position ?? 0,
              name: name ?? '',
              because: because.join('; '),
            })
          : i18n.t('By the fallback: no rule holds for it.')}
      </p>
    </>
  )
}

type Ask = { onAsk: Props['onAsk'] }

function NewOne({ onAsk }: Ask) {
  const { workspace } = useMe()
  const [amount, setAmount] = useState('')
  const [currency, setCurrency] = useState(workspace.currency)
  const [account, setAccount] = useState<TypedAccount | null>(null)
  const [partner, setPartner] = useState<TypedAccount | null>(null)
  const [source, setSource] = useState('')
  const [kind, setKind] = useState('')
  const [more, setMore] = useState('')
  const [wrong, setWrong] = useState<string>()
  function submit(event: FormEvent): void {
    event.preventDefault()
    const pasted = pastedDeal(more)
    setWrong(
      pasted === undefined ? i18n.t('This is no JSON object; write it such as {"fields": {"seats": 40}}') : undefined,
    )
    if (pasted === undefined) return
    const deal = {
      ...(amount ? { amount: { amount, currency } } : {}),
      ...(account?.id ? { account_id: account.id } : {}),
      ...(partner?.id ? { partner_account_id: partner.id } : {}),
      ...(source.trim() ? { source: source.trim() } : {}),
      ...(kind ? { revenue_kind: kind } : {}),
      ...pasted,
    }
    onAsk({ deal } as AskedDeal)
  }
  const unknown = i18n.t('Nobody here is called that; it is tried without.')
  const currencies = [...new Set([workspace.currency, 'EUR', 'USD', 'IDR'])].map((value) => ({ value, label: value }))
  return (
    <form className="mt-2 grid gap-2" onSubmit={submit}>
      <div className="grid grid-cols-[1fr_6rem] gap-2">
        <NumberField currency={currency} label={i18n.t('Amount')} onNumber={setAmount} unitShown value={amount} />
        <Select
          label={i18n.t('Currency')}
          onChange={({ target }) => setCurrency(target.value)}
          options={currencies}
          value={currency}
        />
      </div>
      <div className="grid gap-2 sm:grid-cols-2">
        <AccountField label={i18n.t('Account')} onChange={setAccount} unknown={unknown} value={account} />
        <AccountField label={i18n.t('Partner')} onChange={setPartner} unknown={unknown} value={partner} />
        <TextField
          label={i18n.t('Source')}
          maxLength={100}
          onChange={({ target }) => setSource(target.value)}
          value={source}
        />
        <Select
          empty={i18n.t('not said')}
          label={i18n.t('Kind of revenue')}
          onChange={({ target }) => setKind(target.value)}
          options={[
            { value: 'new', label: i18n.t('New business') },
            { value: 'expansion', label: i18n.t('Expansion') },
            { value: 'renewal', label: i18n.t('Renewal') },
          ]}
          value={kind}
        />
      </div>
      <details>
        <summary className="cursor-pointer text-xs text-accent">{i18n.t('Paste it as JSON')}</summary>
        <TextArea
          className="mt-1"
          error={wrong}
          hint={i18n.t('As POST /deals takes it, without the pipeline; it wins over what is filled in above.')}
          label={i18n.t('JSON of a deal')}
          onChange={({ target }) => setMore(target.value)}
          rows={4}
          spellCheck={false}
          style={{ fontFamily: 'var(--font-mono)', fontSize: '12px' }}
          value={more}
        />
      </details>
      <Button className="justify-self-start" look="main" type="submit">
        {i18n.t('Try it')}
      </Button>
    </form>
  )
}

/** What was pasted; undefined where it is no object. */
function pastedDeal(text: string): object | undefined {
  if (text.trim() === '') return {}
  try {
    const pasted: unknown = JSON.parse(text)
    return typeof pasted === 'object' && pasted !== null && !Array.isArray(pasted) ? pasted : undefined
  } catch {
    return undefined
  }
}

function KnownOne({ onAsk }: Ask) {
  const id = useId()
  const [text, setText] = useState('')
  const wanted = text.trim()
  const { data } = useQuery({
    queryKey: ['search', wanted],
    queryFn: () => api.deals({ q: wanted, outcome: 'any', limit: 8 }),
    enabled: wanted.length >= 2,
    placeholderData: keepPreviousData,
  })
  const key = /^D-\d+/.exec(wanted.toUpperCase())?.[0]
  return (
    <form
      className="mt-2 grid gap-2"
      onSubmit={(event) => {
        event.preventDefault()
        if (key) onAsk({ deal_id: key })
      }}
    >
      <TextField
        autoComplete="off"
        hint={i18n.t('Words of its name, or its key such as D-12. It is tried as it was when it began.')}
        label={i18n.t('Which deal')}
        list={id}
        onChange={({ target }) => setText(target.value)}
        required
        value={text}
      />
      <datalist id={id}>
        {data?.data.map((one) => (
          <option key={one.id} value={`${one.key} ${one.name}`} />
        ))}
      </datalist>
      <Button className="justify-self-start" disabled={!key} look="main" type="submit">
        {i18n.t('Try it')}
      </Button>
    </form>
  )
}
