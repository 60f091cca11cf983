import type { ComponentProps } from 'react'

type Look = 'main' | 'plain' | 'quiet' | 'danger'

const looks: Record<Look, string> = {
  main: 'bg-accent text-accent-ink hover:brightness-110 font-medium',
  plain: 'bg-panel text-ink border border-line hover:bg-sunken',
  quiet: 'text-mute hover:text-ink hover:bg-sunken',
  danger: 'bg-lost-soft text-lost border border-lost/40 hover:brightness-95 font-medium',
}

type Props = ComponentProps<'button'> & { look?: Look; size?: 'small' | 'usual' }

/** A button of at least 24 px, so that a thumb finds it. */
export function Button({ look = 'plain', size = 'usual', className, ...rest }: Props) {
  const box = size === 'small' ? 'h-6 px-2 text-xs' : 'h-8 px-3'
  return (
    <button
      type="button"
      {...rest}
      className={`inline-flex shrink-0 items-center justify-center gap-1.5 rounded-md whitespace-nowrap transition-colors disabled:opacity-50 ${box} ${looks[look]} ${className ?? ''}`}
    />
  )
}
