import { useMutation, useQuery } from '@tanstack/react-query'
import { useNavigate, useSearch } from '@tanstack/react-router'
import { type FormEvent, type ReactNode, useState } from 'react'
import { api } from '../api.ts'
import { meQuery } from '../data.ts'
import { isProblem, sentenceOf } from '../problem.ts'
import { queries } from '../query.ts'
import { Button } from '../ui/button.tsx'
import { TextField } from '../ui/field.tsx'
import { i18n } from '../words.ts'
import { landingOf } from './landing.ts'

type Search = { next?: string; error?: string }

/** By password, with a second step where one is on, or through the company's provider where there is one. */
export function SignInPage() {
  const { next, error } = useSearch({ strict: false }) as Search
  const [step, go] = useState<'password' | 'code'>('password')
  const navigate = useNavigate()
  async function enter(): Promise<void> {
    queries.clear()
    // Whoever came by the front door had no page in mind.
    const wanted =
      next === undefined || next === '/' ? landingOf((await queries.ensureQueryData(meQuery)).person.role) : next
    await navigate({ to: wanted, replace: true })
  }
  return (
    <main className="grid min-h-dvh place-items-center p-4">
      <div className="panel w-full max-w-sm p-7">
        <img alt="" className="size-9" src="/icon.svg" />
        <h1 className="mt-4 text-xl font-semibold">{i18n.t('Sign in to Tributary')}</h1>
        {step === 'code' ? (
          <CodeStep again={() => go('password')} enter={enter} />
        ) : (
          <>
            <p className="mt-1 mb-5 text-mute">
              {i18n.t('Several sales motions, each in a pipeline of its own, one number.')}
            </p>
            <PasswordStep asked={() => go('code')} enter={enter} refusal={error} />
            <SingleSignOn next={next} />
          </>
        )}
      </div>
    </main>
  )
}

type Entering = { enter: () => Promise<void> }

function PasswordStep({ enter, asked, refusal }: Entering & { asked: () => void; refusal: string | undefined }) {
  const send = useMutation({
    mutationFn: ({ email, password }: { email: string; password: string }) => api.signIn(email, password),
    onSuccess: ({ second_step }) => (second_step === 'code' ? asked() : enter()),
  })
  function submit(event: FormEvent<HTMLFormElement>): void {
    event.preventDefault()
    const entered = new FormData(event.currentTarget)
    send.mutate({ email: String(entered.get('email')), password: String(entered.get('password')) })
  }
  return (
    <form onSubmit={submit}>
      <div className="grid gap-3">
        <TextField autoComplete="username" autoFocus label={i18n.t('Email')} name="email" required type="email" />
        <TextField
          autoComplete="current-password"
          label={i18n.t('Password')}
          name="password"
          required
          type="password"
        />
      </div>
      {send.isError && (
        <Refusal>
          {isProblem(send.error) && send.error.status === 401
            ? i18n.t('Email and password do not belong together. Check both, then try again.')
            : sentenceOf(send.error)}
        </Refusal>
      )}
      {refusal !== undefined && send.isIdle && <Refusal>{refusalOf(refusal)}</Refusal>}
      <Button className="mt-5 w-full" disabled={send.isPending} look="main" type="submit">
        {send.isPending ? i18n.t('Signing in…') : i18n.t('Sign in')}
      </Button>
    </form>
  )
}

function CodeStep({ enter, again }: Entering & { again: () => void }) {
  const send = useMutation({ mutationFn: api.secondStep, onSuccess: enter })
  function submit(event: FormEvent<HTMLFormElement>): void {
    event.preventDefault()
    send.mutate(String(new FormData(event.currentTarget).get('code')).trim())
  }
  return (
    <form onSubmit={submit}>
      <p className="mt-1 mb-5 text-mute">{i18n.t('Your password fits. Now the code that your app shows.')}</p>
      <TextField
        autoComplete="one-time-code"
        autoFocus
        hint={i18n.t('Without the app, one of your backup codes.')}
        label={i18n.t('Code')}
        maxLength={11}
        name="code"
        required
      />
      {send.isError && <Refusal>{sentenceOf(send.error)}</Refusal>}
      <Button className="mt-5 w-full" disabled={send.isPending} look="main" type="submit">
        {i18n.t('Sign in')}
      </Button>
      <Button className="mt-2 w-full" look="quiet" onClick={again}>
        {i18n.t('Start again')}
      </Button>
    </form>
  )
}

function SingleSignOn({ next }: { next: string | undefined }) {
  const methods = useQuery({
    queryKey: ['sign-in-methods'],
    queryFn: api.signInMethods,
    staleTime: Number.POSITIVE_INFINITY,
  })
  const provider = methods.data?.single_sign_on
  if (!provider) return null
  return (
    <>
      <p className="my-3 flex items-center gap-3 text-xs text-mute before:h-px before:grow before:bg-line after:h-px after:grow after:bg-line">
        {i18n.t('or')}
      </p>
      <a
        className="flex h-8 items-center justify-center rounded-md border border-line bg-panel px-3 hover:bg-sunken"
        href={`${provider.path}?next=${encodeURIComponent(next ?? '/')}`}
      >
        {i18n.t('Sign in with {provider}', { provider: provider.name })}
      </a>
    </>
  )
}

function Refusal({ children }: { children: ReactNode }) {
  return (
    <p className="mt-3 rounded-md bg-lost-soft px-3 py-2 text-lost" role="alert">
      {children}
    </p>
  )
}

/** Why single sign-on led back here. */
function refusalOf(error: string): string {
  if (error === 'not_a_member')
    return i18n.t('You are signed in there, but a member of no workspace here. Ask an owner to add your address.')
  if (error === 'address_not_verified')
    return i18n.t('The provider does not vouch for your address. Have it verified there, then try again.')
  if (error === 'address_changed')
    return i18n.t('The provider now knows you under another address. Ask an owner of the workspace.')
  if (error === 'access_denied') return i18n.t('The provider did not let you through. Try again, or use your password.')
  if (error.startsWith('state')) return i18n.t('That took too long, or began in another window. Try again.')
  return i18n.t('Single sign-on did not work. Try again, or use your password.')
}
