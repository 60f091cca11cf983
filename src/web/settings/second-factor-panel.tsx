import { queryOptions, useMutation, useQuery } from '@tanstack/react-query'
import { type FormEvent, type ReactNode, useState } from 'react'
import { encode } from 'uqr'
import { api, type PreparedFactor } from '../api.ts'
import { fieldError, sentenceOf } from '../problem.ts'
import { queries } from '../query.ts'
import { Button } from '../ui/button.tsx'
import { TextField } from '../ui/field.tsx'
import { Skeleton } from '../ui/states.tsx'
import { say } from '../ui/toast.ts'
import { i18n } from '../words.ts'

const factorQuery = queryOptions({ queryKey: ['second-factor'], queryFn: api.secondFactor })

/** A code from an app after the password: turned on with the password and a first code, off with another one. */
export function SecondFactorPanel() {
  const factor = useQuery(factorQuery)
  const [step, go] = useState<'rest' | 'password' | 'remove' | PreparedFactor>('rest')
  const finish = async (sentence: string) => {
    go('rest')
    await queries.invalidateQueries({ queryKey: factorQuery.queryKey })
    await queries.invalidateQueries({ queryKey: ['sessions'] })
    say({ title: sentence })
  }
  const back = () => go('rest')
  return (
    <section aria-labelledby="second-factor" className="rounded-lg border border-line bg-panel p-4">
      <h2 className="font-semibold" id="second-factor">
        {i18n.t('Sign-in in two steps')}
      </h2>
      <p className="mb-3 text-mute">
        {i18n.t('After your password, sign-in asks for a code that an app on your phone shows.')}
      </p>
      {factor.isPending && <Skeleton className="h-8 w-40" />}
      {factor.isError && <p className="text-lost">{sentenceOf(factor.error)}</p>}
      {step === 'rest' && factor.data?.on === false && (
        <Button look="main" onClick={() => go('password')}>
          {i18n.t('Turn on')}
        </Button>
      )}
      {step === 'rest' && factor.data?.on && (
        <div className="flex items-center gap-3">
          <span className="rounded-full bg-won-soft px-2 py-0.5 font-medium text-won">{i18n.t('On')}</span>
          <Button onClick={() => go('remove')}>{i18n.t('Turn off')}</Button>
        </div>
      )}
      {step === 'password' && <Prepare back={back} onPrepared={go} />}
      {typeof step === 'object' && (
        <Confirm back={back} onDone={() => void finish(i18n.t('Sign-in now takes two steps'))} prepared={step} />
      )}
      {step === 'remove' && <Remove back={back} onDone={() => void finish(i18n.t('Sign-in takes one step again'))} />}
    </section>
  )
}

function Prepare({ back, onPrepared }: { back: () => void; onPrepared: (prepared: PreparedFactor) => void }) {
  const [password, setPassword] = useState('')
  const prepare = useMutation({ mutationFn: api.prepareSecondFactor, onSuccess: onPrepared })
  return (
    <Form
      back={back}
      error={prepare.error && !fieldError(prepare.error, '/password') ? prepare.error : null}
      label={i18n.t('Go on')}
      onSubmit={() => prepare.mutate(password)}
      pending={prepare.isPending}
    >
      <TextField
        autoComplete="current-password"
        autoFocus
        error={fieldError(prepare.error, '/password')}
        hint={i18n.t('Leave it empty if you only sign in through your company.')}
        label={i18n.t('Your password')}
        onChange={(event) => setPassword(event.target.value)}
        type="password"
        value={password}
      />
    </Form>
  )
}

type ConfirmProps = { prepared: PreparedFactor; back: () => void; onDone: () => void }

function Confirm({ prepared: { uri, secret, backup_codes }, back, onDone }: ConfirmProps) {
  const [code, setCode] = useState('')
  const confirm = useMutation({ mutationFn: api.confirmSecondFactor, onSuccess: onDone })
  return (
    <Form
      back={back}
      error={confirm.error}
      label={i18n.t('Confirm')}
      onSubmit={() => confirm.mutate(code)}
      pending={confirm.isPending}
    >
      <ol className="grid list-decimal gap-4 pl-5">
        <li>
          <p>{i18n.t('Scan this with your app, or type the secret into it.')}</p>
          <div className="mt-2 flex flex-wrap items-center gap-4">
            <QrCode text={uri} />
            <code className="max-w-60 font-mono text-sm" data-secret>
              {secret.match(/.{1,4}/g)?.join(' ')}
            </code>
          </div>
        </li>
        <li>
          <p>
            {i18n.t(
              'Keep these codes somewhere else. Each works once when the phone is lost; they are shown only now.',
            )}
          </p>
          <ul className="mt-2 grid max-w-xs grid-cols-2 gap-x-6 gap-y-1 rounded-md bg-sunken p-3 font-mono text-sm">
            {backup_codes.map((one) => (
              <li key={one}>{one}</li>
            ))}
          </ul>
          <Button className="mt-2" onClick={() => void copy(backup_codes)} size="small">
            {i18n.t('Copy the codes')}
          </Button>
        </li>
        <li>
          <CodeField label={i18n.t('The code that the app shows now')} onChange={setCode} value={code} />
        </li>
      </ol>
    </Form>
  )
}

async function copy(codes: string[]): Promise<void> {
  await navigator.clipboard.writeText(codes.join('\n'))
  say({ title: i18n.t('Codes copied') })
}

function Remove({ back, onDone }: { back: () => void; onDone: () => void }) {
  const [code, setCode] = useState('')
  const remove = useMutation({ mutationFn: api.removeSecondFactor, onSuccess: onDone })
  return (
    <Form
      back={back}
      error={remove.error}
      label={i18n.t('Turn off')}
      onSubmit={() => remove.mutate(code)}
      pending={remove.isPending}
    >
      <CodeField label={i18n.t('A code of the app, or a backup code')} onChange={setCode} value={code} />
    </Form>
  )
}

type CodeProps = { label: string; value: string; onChange: (code: string) => void }

function CodeField({ label, value, onChange }: CodeProps) {
  return (
    <TextField
      autoComplete="one-time-code"
      className="max-w-60"
      label={label}
      maxLength={11}
      onChange={(event) => onChange(event.target.value.trim())}
      required
      value={value}
    />
  )
}

type FormProps = {
  children: ReactNode
  error: unknown
  label: string
  pending: boolean
  back: () => void
  onSubmit: () => void
}

function Form({ children, error, label, pending, back, onSubmit }: FormProps) {
  function submit(event: FormEvent): void {
    event.preventDefault()
    onSubmit()
  }
  return (
    <form className="grid gap-3" onSubmit={submit}>
      {children}
      {Boolean(error) && (
        <p className="text-lost" role="alert">
          {sentenceOf(error)}
        </p>
      )}
      <div className="flex gap-2">
        <Button disabled={pending} look="main" type="submit">
          {label}
        </Button>
        <Button look="quiet" onClick={back}>
          {i18n.t('Cancel')}
        </Button>
      </div>
    </form>
  )
}

/** Drawn here, since the secret in it is nobody else's business; dark on light in either theme, as cameras want it. */
function QrCode({ text }: { text: string }) {
  const { data, size } = encode(text, { border: 3 })
  const path = data.flatMap((row, y) => row.flatMap((dark, x) => (dark ? `M${x} ${y}h1v1h-1z` : []))).join('')
  return (
    <svg
      aria-label={i18n.t('The secret as a QR code')}
      className="size-44 rounded-md"
      role="img"
      shapeRendering="crispEdges"
      viewBox={`0 0 ${size} ${size}`}
    >
      <rect fill="white" height={size} width={size} />
      <path d={path} fill="black" />
    </svg>
  )
}
