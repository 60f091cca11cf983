import { useMutation } from '@tanstack/react-query'
import { useNavigate, useSearch } from '@tanstack/react-router'
import { type FormEvent, useRef } from 'react'
import { api } from '../api.ts'
import { isProblem, sentenceOf } from '../problem.ts'
import { queries } from '../query.ts'
import { Button } from '../ui/button.tsx'
import { TextField } from '../ui/field.tsx'
import { i18n } from '../words.ts'

export function SignInPage() {
  const { next } = useSearch({ strict: false }) as { next?: string }
  const navigate = useNavigate()
  const form = useRef<HTMLFormElement>(null)
  const enter = useMutation({
    mutationFn: ({ email, password }: { email: string; password: string }) => api.signIn(email, password),
    onSuccess: async () => {
      queries.clear()
      await navigate({ to: next ?? '/', replace: true })
    },
  })
  function submit(event: FormEvent): void {
    event.preventDefault()
    const entered = new FormData(form.current ?? undefined)
    enter.mutate({ email: String(entered.get('email')), password: String(entered.get('password')) })
  }
  return (
    <main className="grid min-h-dvh place-items-center p-4">
      <form className="panel w-full max-w-sm p-7" onSubmit={submit} ref={form}>
        <img alt="" className="size-9" src="/icon.svg" />
        <h1 className="mt-4 text-xl font-semibold">{i18n.t('Sign in to Tributary')}</h1>
        <p className="mt-1 mb-5 text-mute">
          {i18n.t('Several sales motions, each in a pipeline of its own, one number.')}
        </p>
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
        {enter.isError && (
          <p className="mt-3 rounded-md bg-lost-soft px-3 py-2 text-lost" role="alert">
            {isProblem(enter.error) && enter.error.status === 401
              ? i18n.t('Email and password do not belong together. Check both, then try again.')
              : sentenceOf(enter.error)}
          </p>
        )}
        <Button className="mt-5 w-full" disabled={enter.isPending} look="main" type="submit">
          {enter.isPending ? i18n.t('Signing in…') : i18n.t('Sign in')}
        </Button>
      </form>
    </main>
  )
}
