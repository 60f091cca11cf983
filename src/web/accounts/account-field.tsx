import { keepPreviousData, useQuery } from '@tanstack/react-query'
import { type ReactNode, useId, useState } from 'react'
import { api } from '../api.ts'
import { TextField } from '../ui/field.tsx'
import { i18n } from '../words.ts'

/** An account as it is typed: with its id where it is known, without where it is still to be created. */
export type TypedAccount = { id: string | null; name: string }

type Props = {
  label: ReactNode
  'aria-label'?: string
  value: TypedAccount | null
  onChange: (account: TypedAccount | null) => void
  /** What becomes of a name that nobody knows, where it is not an account of its own. */
  unknown?: string
}

/** Finds an account by part of its name, however many there are; an unknown name becomes a new account when it is saved. */
export function AccountField({ value, onChange, unknown, ...rest }: Props) {
  const [text, setText] = useState(value?.name ?? '')
  const list = useId()
  const wanted = text.trim()
  const { data, isFetching } = useQuery({
    queryKey: ['accounts', wanted],
    queryFn: () => api.accounts(wanted),
    placeholderData: keepPreviousData,
    staleTime: 60_000,
  })
  const found = data?.data ?? []
  const isNew = wanted !== '' && value?.id === null && !isFetching && !found.some((one) => isSame(one.name, wanted))
  return (
    <>
      <TextField
        {...rest}
        autoComplete="off"
        hint={isNew ? (unknown ?? i18n.t('A new account of this name is created.')) : undefined}
        list={list}
        maxLength={200}
        onChange={({ target }) => {
          const name = target.value.trim()
          setText(target.value)
          onChange(name === '' ? null : (found.find((one) => isSame(one.name, name)) ?? { id: null, name }))
        }}
        value={text}
      />
      <datalist id={list}>
        {found.map((account) => (
          <option key={account.id} value={account.name} />
        ))}
      </datalist>
    </>
  )
}

/** The account that was meant, created where nobody knows one of this name. */
export async function settledAccount(
  typed: TypedAccount,
  kind: 'customer' | 'partner' = 'customer',
): Promise<{ id: string; name: string }> {
  if (typed.id !== null) return { id: typed.id, name: typed.name }
  const { data } = await api.accounts(typed.name)
  return data.find((one) => isSame(one.name, typed.name)) ?? (await api.createAccount({ name: typed.name, kind }))
}

const isSame = (left: string, right: string) => left.toLowerCase() === right.toLowerCase()
