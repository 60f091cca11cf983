import type { Criterion, Definition } from '../pipelines/index.ts'
import type { DesignFault } from './design-finding.ts'
import type { Subject } from './subject.ts'
import { overlap, percent, rounded, tellingWords } from './words.ts'

/** Neighbours by their texts, and pipelines by all that they say. */
export function alike(subject: Subject): DesignFault[] {
  return [...alikeNeighbours(subject), ...alikePipelines(subject)]
}

function alikeNeighbours({ definition }: Subject): DesignFault[] {
  return definition.stages.flatMap((stage, index): DesignFault[] => {
    const before = definition.stages[index - 1]
    if (!before) return []
    const [here, there] = [tellingWords(stage.name), tellingWords(before.name)]
    const sameName = here.size > 0 && overlap(here, there) >= 0.75
    const sameHelp = stage.help !== undefined && plain(stage.help) === plain(before.help ?? '')
    if (!sameName && !sameHelp) return []
    const what = sameName ? 'are named alike' : 'are told by the same help text'
    return [
      {
        code: 'alike-neighbours',
        path: ['stages', index, sameName ? 'name' : 'help'],
        stage: stage.key,
        message: `${before.name} and ${stage.name} ${what}: two people would put the same deal into either.`,
        remedy: 'Join them, or say what the buyer has done in the one and not yet in the other.',
      },
    ]
  })
}

const plain = (text: string) => text.toLowerCase().replaceAll(/\s+/g, ' ').trim()

/** From here on two pipelines are one that is kept twice. */
const alikeFrom = 0.8

function alikePipelines({ definition, others }: Subject): DesignFault[] {
  return others.flatMap((other): DesignFault[] => {
    const share = likeness(definition, other.definition)
    if (share < alikeFrom) return []
    return [
      {
        code: 'alike-pipelines',
        path: ['charter', 'reason_to_be_separate'],
        stage: null,
        message: `${definition.name} and ${other.definition.name} (${other.key}) are ${percent(share)} alike in stages, criteria, fields and rules.`,
        remedy: 'Merge them and tell the deals apart by a field, or let the charter say what is done differently.',
        figures: { likeness: rounded(share) },
      },
    ]
  })
}

/**
 * How alike two definitions are, 0 … 1: what their stages, criteria and fields have in common (half, three and one
 * tenths), and whether they count the same kind of revenue. A part that neither has says nothing and is left out.
 */
export function likeness(a: Definition, b: Definition): number {
  const parts = [
    {
      weight: 0.5,
      of: ({ stages }: Definition) =>
        stages.map(({ name, phase }) => `${phase} ${[...tellingWords(name)].toSorted().join(' ')}`),
    },
    { weight: 0.3, of: (one: Definition) => criteria(one).map(askedFor) },
    { weight: 0.1, of: ({ fields }: Definition) => fields.map(({ subject, key }) => `${subject} ${key}`) },
    { weight: 0.1, of: ({ revenue_kind }: Definition) => [revenue_kind] },
  ].map(({ weight, of }) => ({ weight, mine: new Set(of(a)), theirs: new Set(of(b)) }))
  const told = parts.filter(({ mine, theirs }) => mine.size + theirs.size > 0)
  const whole = told.reduce((sum, { weight }) => sum + weight, 0)
  return told.reduce((sum, { weight, mine, theirs }) => sum + weight * overlap(mine, theirs), 0) / whole
}

const criteria = ({ stages, outcomes }: Definition): Criterion[] => [
  ...stages.flatMap(({ entry, exit }) => [...entry, ...exit]),
  ...outcomes.won.criteria,
]

const askedFor = (criterion: Criterion) =>
  [
    criterion.kind,
    'field' in criterion ? criterion.field : '',
    criterion.rule?.replaceAll(/\s+/g, '') ?? criterion.key,
  ].join(' ')
