import { type Command, usageFault } from './command.ts'

/** Completion of the shell, drawn from the list of commands. */
export const completionOf = (commands: () => readonly Command[]): Command => ({
  name: 'completion',
  summary: 'Print completion for a shell: eval "$(tributary completion bash)"',
  usage: 'bash|zsh|fish',
  words: { least: 1, most: 1 },
  async run({ out, words }) {
    const script = scripts[words[0] ?? '']
    if (script === undefined) throw usageFault(`There is no completion for \`${words[0]}\`; take bash, zsh or fish.`)
    const text = script([...commands(), { name: 'serve' }, { name: 'migrate' }].map(({ name }) => name.split(' ')))
    out.data({ script: text }, () => text)
  },
})

type Names = string[][]

const scripts: Record<string, (names: Names) => string> = {
  bash: (names) => `_tributary() {
  local word="\${COMP_WORDS[COMP_CWORD]}" words=""
  if [ "$COMP_CWORD" = 1 ]; then words="${firstOf(names)}"; fi
  if [ "$COMP_CWORD" = 2 ]; then case "\${COMP_WORDS[1]}" in
${cases(names, (first, seconds) => `    ${first}) words="${seconds}" ;;`)}
  esac; fi
  COMPREPLY=($(compgen -W "$words" -- "$word"))
}
complete -o default -F _tributary tributary`,
  zsh: (names) => `_tributary() {
  if (( CURRENT == 2 )); then compadd -- ${firstOf(names)}; fi
  if (( CURRENT == 3 )); then case "$words[2]" in
${cases(names, (first, seconds) => `    ${first}) compadd -- ${seconds} ;;`)}
  esac; fi
  if (( CURRENT > 3 )); then _files; fi
}
compdef _tributary tributary`,
  fish: (names) =>
    [
      `complete -c tributary -n __fish_use_subcommand -a '${firstOf(names)}'`,
      cases(
        names,
        (first, seconds) => `complete -c tributary -n '__fish_seen_subcommand_from ${first}' -a '${seconds}'`,
      ),
    ].join('\n'),
}

const firstOf = (names: Names) => [...new Set(names.map(([first = '']) => first))].join(' ')

/** One line for every first word that a second one follows. */
function cases(names: Names, line: (first: string, seconds: string) => string): string {
  const seconds = Map.groupBy(
    names.filter(([, second]) => second !== undefined),
    ([first = '']) => first,
  )
  return [...seconds].map(([first, all]) => line(first, all.map(([, second]) => second).join(' '))).join('\n')
}
