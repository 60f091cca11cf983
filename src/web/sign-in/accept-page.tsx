import { useMutation, useQuery } from '@tanstack/react-query'
import { type FormEvent, useState } from 'react'
import { api, client } from '../api.ts'
import { fieldError, isProblem, sentenceOf } from '../problem.ts'
import { Button } from '../ui/button.tsx'
import { TextField } from '../ui/field.tsx'
import { i18n } from '../words.ts'
import { enterWorkspace } from '../workspace.ts'

const shortest = 12

type Offer = { email: string; name: string; workspace: { slug: string; name: string }; signs_in: boolean }

const post = async (path: string, body: object) => {
  const json = { body: JSON.stringify(body), content_type: 'application/json' }
  return (await client.send('POST', `/invitations/acceptances${path}`, json)).json() as Promise<Offer>
}

/**
 * Where the link of an invitation leads: whoever is new chooses a password, whoever signs in already gives the one they
 * have, or needs none where they are signed in. What stands behind the `#` never reaches a log.
 */
export function AcceptPage() {
  const [token] = useState(() => new URLSearchParams(location.hash.slice(1)).get('token') ?? '')
  const offer = useQuery({ queryKey: ['offer', token], queryFn: () => post('/preview', { token }), retry: false })
  return (
    <main className="grid min-h-dvh place-items-center p-4">
      <div className="panel w-full max-w-sm p-7">
        <img alt="" className="size-9" src="/icon.svg" />
        {offer.isError && (
          <>
            <h1 className="mt-4 text-xl font-semibold">{i18n.t('This invitation cannot be accepted')}</h1>
            <p className="mt-2 text-mute" role="alert">
              {isProblem(offer.error) && offer.error.status === 400
                ? i18n.t('This address lacks its token. Use the whole link, as it was printed or sent to you.')
                : sentenceOf(offer.error)}
            </p>
          </>
        )}
        {offer.data && <AcceptForm offer={offer.data} token={token} />}
      </div>
    </main>
  )
}

function AcceptForm({ offer: { email, name, workspace, signs_in }, token }: { offer: Offer; token: string }) {
  const [password, setPassword] = useState('')
  // Whoever is signed in as this very address needs no password; whether they are, the server says.
  const open = useMutation({
    mutationFn: () => post('', { token }),
    onSuccess: () => enterWorkspace(workspace.slug),
  })
  const accept = useMutation({
    mutationFn: () => post('', { token, password }),
    async onSuccess() {
      await api.signIn(email, password)
      enterWorkspace(workspace.slug)
    },
  })
  function submit(event: FormEvent): void {
    event.preventDefault()
    accept.mutate()
  }
  const wrong = isProblem(accept.error) && accept.error.status === 401
  return (
    <form onSubmit={submit}>
      <h1 className="mt-4 text-xl font-semibold">{i18n.t('Welcome to {workspace}', { workspace: workspace.name })}</h1>
      <p className="mt-1 mb-5 text-mute">
        {signs_in
          ? i18n.t('{name}, you sign in as {email} already: give the password that you have.', { name, email })
          : i18n.t('{name}, choose a password. You will sign in as {email}.', { name, email })}
      </p>
      <input autoComplete="username" className="hidden" readOnly value={email} />
      <TextField
        autoComplete={signs_in ? 'current-password' : 'new-password'}
        autoFocus
        error={fieldError(accept.error, '/password')}
        hint={signs_in ? undefined : i18n.t('At least {count} characters', { count: shortest })}
        label={i18n.t('Password')}
        minLength={signs_in ? undefined : shortest}
        onChange={(event) => setPassword(event.target.value)}
        required
        type="password"
        value={password}
      />
      {(accept.isError || open.isError) && (
        <p className="mt-3 rounded-md bg-lost-soft px-3 py-2 text-lost" role="alert">
          {wrong
            ? i18n.t('This is not the password of {email}. Check it, then try again.', { email })
            : sentenceOf(accept.error ?? open.error)}
        </p>
      )}
      <Button className="mt-5 w-full" disabled={accept.isPending} look="main" type="submit">
        {accept.isPending ? i18n.t('Going in…') : i18n.t('Accept and go in')}
      </Button>
      {signs_in && (
        <Button className="mt-2 w-full" disabled={open.isPending} look="quiet" onClick={() => open.mutate()}>
          {i18n.t('I am signed in as this address')}
        </Button>
      )}
    </form>
  )
}
