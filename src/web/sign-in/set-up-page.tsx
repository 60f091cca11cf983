import { useMutation } from '@tanstack/react-query'
import { Link } from '@tanstack/react-router'
import { type FormEvent, useState } from 'react'
import { api } from '../api.ts'
import { fieldError, sentenceOf } from '../problem.ts'
import { Button } from '../ui/button.tsx'
import { TextField } from '../ui/field.tsx'
import { i18n } from '../words.ts'

const shortest = 12

/** Where the one-time link of a new workspace leads: its owner chooses a password. The token never reaches a log. */
export function SetUpPage() {
  const [token] = useState(() => new URLSearchParams(location.hash.slice(1)).get('token') ?? '')
  const [password, setPassword] = useState('')
  const [again, setAgain] = useState('')
  const choose = useMutation({ mutationFn: () => api.setUp(token, password) })
  const different = again !== '' && again !== password
  function submit(event: FormEvent): void {
    event.preventDefault()
    if (password === again) choose.mutate()
  }
  return (
    <main className="grid min-h-dvh place-items-center p-4">
      <form className="panel w-full max-w-sm p-7" onSubmit={submit}>
        <img alt="" className="size-9" src="/icon.svg" />
        <h1 className="mt-4 text-xl font-semibold">{i18n.t('Choose your password')}</h1>
        {choose.isSuccess ? (
          <>
            <p className="mt-1 mb-5 text-mute" role="status">
              {i18n.t('Your password is set. The link has served.')}
            </p>
            <Link
              className="flex h-8 items-center justify-center rounded-md bg-accent font-medium text-accent-ink"
              to="/sign-in"
            >
              {i18n.t('Sign in')}
            </Link>
          </>
        ) : (
          <>
            <p className="mt-1 mb-5 text-mute">{i18n.t('You are the owner of this workspace. The link works once.')}</p>
            <div className="grid gap-3">
              <TextField
                autoComplete="new-password"
                autoFocus
                error={fieldError(choose.error, '/password')}
                hint={i18n.t('At least {count} characters', { count: shortest })}
                label={i18n.t('Password')}
                minLength={shortest}
                onChange={(event) => setPassword(event.target.value)}
                required
                type="password"
                value={password}
              />
              <TextField
                autoComplete="new-password"
                error={different ? i18n.t('The two are not the same') : undefined}
                label={i18n.t('Once more')}
                onChange={(event) => setAgain(event.target.value)}
                required
                type="password"
                value={again}
              />
            </div>
            {(choose.isError || token === '') && (
              <p className="mt-3 rounded-md bg-lost-soft px-3 py-2 text-lost" role="alert">
                {token === ''
                  ? i18n.t('This address lacks its token. Use the whole link that the server printed when it started.')
                  : sentenceOf(choose.error)}
              </p>
            )}
            <Button
              className="mt-5 w-full"
              disabled={choose.isPending || token === '' || different}
              look="main"
              type="submit"
            >
              {i18n.t('Set the password')}
            </Button>
          </>
        )}
      </form>
    </main>
  )
}
