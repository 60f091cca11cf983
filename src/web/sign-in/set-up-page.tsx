import { useMutation } from '@tanstack/react-query'
import { useNavigate } from '@tanstack/react-router'
import { type FormEvent, useState } from 'react'
import { api } from '../api.ts'
import { fieldError, sentenceOf } from '../problem.ts'
import { queries } from '../query.ts'
import { Button } from '../ui/button.tsx'
import { TextField } from '../ui/field.tsx'
import { i18n } from '../words.ts'

const shortest = 12

/**
 * Where a one-time link leads: its person chooses a password and is in. The owner of a new workspace, and
 * whoever came with an import, also says who they are; who was invited by address is named by the link. What stands behind the `#` never reaches a log.
 */
export function SetUpPage() {
  const [link] = useState(() => new URLSearchParams(location.hash.slice(1)))
  const [token, invited] = [link.get('token') ?? '', link.get('email')]
  const [name, setName] = useState('')
  const [email, setEmail] = useState(invited ?? '')
  const [password, setPassword] = useState('')
  const [again, setAgain] = useState('')
  const navigate = useNavigate()
  const choose = useMutation({
    mutationFn: () => api.setUp({ token, password, ...(invited ? {} : { email: email.trim(), name: name.trim() }) }),
    onSuccess: async () => {
      await api.signIn(email.trim(), password)
      queries.clear()
      await navigate({ to: '/', replace: true })
    },
  })
  const different = again !== '' && again !== password
  function submit(event: FormEvent): void {
    event.preventDefault()
    if (password === again) choose.mutate()
  }
  return (
    <main className="grid min-h-dvh place-items-center p-4">
      <form className="panel w-full max-w-sm p-7" onSubmit={submit}>
        <img alt="" className="size-9" src="/icon.svg" />
        <h1 className="mt-4 text-xl font-semibold">
          {invited ? i18n.t('Choose your password') : i18n.t('Welcome to Tributary')}
        </h1>
        <p className="mt-1 mb-5 text-mute">
          {invited
            ? i18n.t('You will sign in as {email}. This link works once.', { email: invited })
            : i18n.t('Say who you are, and choose a password. This link works once.')}
        </p>
        <div className="grid gap-3">
          {!invited && (
            <>
              <TextField
                autoComplete="name"
                autoFocus
                error={fieldError(choose.error, '/name')}
                label={i18n.t('Your name')}
                maxLength={120}
                onChange={(event) => setName(event.target.value)}
                required
                value={name}
              />
              <TextField
                autoComplete="username"
                error={fieldError(choose.error, '/email')}
                hint={i18n.t('You sign in with it; nothing is sent there.')}
                label={i18n.t('Email')}
                onChange={(event) => setEmail(event.target.value)}
                required
                type="email"
                value={email}
              />
            </>
          )}
          <TextField
            autoComplete="new-password"
            autoFocus={Boolean(invited)}
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
              ? i18n.t('This address lacks its token. Use the whole link, as it was printed or sent to you.')
              : sentenceOf(choose.error)}
          </p>
        )}
        <Button
          className="mt-5 w-full"
          disabled={choose.isPending || token === '' || different}
          look="main"
          type="submit"
        >
          {i18n.t('Set the password and go in')}
        </Button>
      </form>
    </main>
  )
}
