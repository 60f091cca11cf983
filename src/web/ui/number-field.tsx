import { type ReactNode, useState } from 'react'
import { exactMoney, exactNumber } from '../format.ts'
import { typedNumber } from '../typed-number.ts'
import { i18n } from '../words.ts'
import { TextField } from './field.tsx'

type Props = {
  label: ReactNode
  'aria-label'?: string
  /** As decimal text with a point; empty for none. */
  value: string
  /** Makes it an amount of this currency. */
  currency?: string | undefined
  /** The currency stands beside it already. */
  unitShown?: boolean
  error?: string | undefined
  required?: boolean
  /** Hears the number as decimal text; what is no number is passed on as it was typed, for the server to refuse. */
  onNumber: (number: string) => void
}

/** A number or an amount, with a comma or a point before the decimals; says below what it understood. */
export function NumberField({ value, currency, unitShown = false, error, onNumber, ...rest }: Props) {
  const [text, setText] = useState(value)
  const places = currency ? digitsOf(currency) : 2
  const number = text.trim() === '' ? '' : typedNumber(text, places)
  const wrong = number === null ? i18n.t('This is no number; write it such as 12500.50') : undefined
  return (
    <TextField
      {...rest}
      autoComplete="off"
      error={wrong ?? error}
      hint={number && /[.,\s'’]/.test(text) ? understood(number, currency) : unitShown ? undefined : currency}
      inputMode="decimal"
      onChange={({ target }) => {
        setText(target.value)
        onNumber(target.value.trim() === '' ? '' : (typedNumber(target.value, places) ?? target.value))
      }}
      ref={(input: HTMLElement | null) => (input as HTMLInputElement | null)?.setCustomValidity(wrong ?? '')}
      value={text}
    />
  )
}

const understood = (amount: string, currency: string | undefined) =>
  currency ? `= ${exactMoney({ amount, currency })}` : `= ${exactNumber(amount)}`

const digitsOf = (currency: string) =>
  new Intl.NumberFormat('en', { style: 'currency', currency }).resolvedOptions().maximumFractionDigits ?? 2
