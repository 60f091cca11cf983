const paths = {
  bell: 'M6 17V11a6 6 0 0 1 12 0v6l2 2H4zM10 21h4',
  rules: 'M12 4v16M5 20h14M5 7h14M5 7l-2 6h4zM19 7l-2 6h4z',
  home: 'M3 11 12 4l9 7v8a1 1 0 0 1-1 1h-5v-6H9v6H4a1 1 0 0 1-1-1z',
  board: 'M4 4h4v16H4zM10 4h4v11h-4zM16 4h4v7h-4z',
  list: 'M8 6h12M8 12h12M8 18h12M4 6h.01M4 12h.01M4 18h.01',
  forecast: 'M3 20h18M4 16c4 0 5-8 9-8s4 5 7 5M4 16c4 0 6-3 9-3s4 4 7 4',
  handoffs: 'M3 8h13M12 4l4 4-4 4M21 16H8M12 12l-4 4 4 4',
  pipelines: 'M4 6h16M4 12h11M4 18h6',
  routing: 'M4 12h5M9 12c5 0 4-6 11-6M9 12c5 0 4 6 11 6M17 3l3 3-3 3M17 15l3 3-3 3',
  governance: 'M12 4v16M8 20h8M5 7h14M5 7l-3 6a3 3 0 0 0 6 0zM19 7l-3 6a3 3 0 0 0 6 0z',
  more: 'M5 12h.01M12 12h.01M19 12h.01',
  search: 'M11 4a7 7 0 1 1 0 14 7 7 0 0 1 0-14zM16 16l5 5',
  close: 'M6 6l12 12M18 6 6 18',
  check: 'M5 12.5 10 17l9-10',
  chevron: 'm7 10 5 5 5-5',
  right: 'm10 6 6 6-6 6',
  moon: 'M20 14A8 8 0 0 1 10 4a8 8 0 1 0 10 10z',
  sun: 'M12 8a4 4 0 1 1 0 8 4 4 0 0 1 0-8zM12 2v2M12 20v2M2 12h2M20 12h2M5 5l1.5 1.5M17.5 17.5 19 19M19 5l-1.5 1.5M6.5 17.5 5 19',
  help: 'M9 9a3 3 0 1 1 4 3c-1 .4-1 1-1 2M12 18h.01',
  person: 'M12 12a4 4 0 1 0 0-8 4 4 0 0 0 0 8zM4 20c1-4 4-5 8-5s7 1 8 5',
  task: 'M4 5h16v14H4zM8 12l3 3 5-6',
  call: 'M5 4h4l1.500 5-2.500 1.500a11 11 0 0 0 5.500 5.500L15 13.500l5 1.500v4c0 1-1 1.500-2 1.500C10 20 4 14 3.500 6c0-1 .5-2 1.500-2z',
  meeting: 'M4 6h16v14H4zM4 10h16M8 3v4M16 3v4',
  note: 'M5 4h14v11l-5 5H5zM14 20v-5h5M8 8h8M8 12h5',
  warn: 'M12 4 2.500 20h19zM12 10v4M12 17h.01',
  clock: 'M12 4a8 8 0 1 1 0 16 8 8 0 0 1 0-16zM12 8v4l3 2',
  flag: 'M6 21V4h11l-2 4 2 4H6',
  link: 'M10 14a4 4 0 0 0 6 0l3-3a4 4 0 0 0-6-6l-1 1M14 10a4 4 0 0 0-6 0l-3 3a4 4 0 0 0 6 6l1-1',
  move: 'M5 12h13M13 7l5 5-5 5',
  plus: 'M12 5v14M5 12h14',
  undo: 'M8 5 4 9l4 4M4 9h10a6 6 0 0 1 0 12h-3',
  edit: 'M4 20l1-4L16 5l3 3L8 19z',
  trophy: 'M7 4h10v5a5 5 0 0 1-10 0zM7 6H4c0 3 1 5 3.500 5M17 6h3c0 3-1 5-3.500 5M12 14v4M8 20h8',
} as const

export type IconName = keyof typeof paths

/** A line drawing in the colour of the text; never the only carrier of a meaning, so it is hidden from readers. */
export function Icon({ name, className }: { name: IconName; className?: string }) {
  return (
    <svg
      aria-hidden="true"
      className={className ?? 'size-4 shrink-0'}
      fill="none"
      stroke="currentColor"
      strokeLinecap="round"
      strokeLinejoin="round"
      strokeWidth={name === 'more' ? 3 : 1.8}
      viewBox="0 0 24 24"
    >
      <path d={paths[name]} />
    </svg>
  )
}
