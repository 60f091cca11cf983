/** What a grant may give in one pipeline, on top of what a role allows at all. */
export const pipelineRights = [
  'see',
  'work',
  'transfer_in',
  'transfer_out',
  'configure',
  'approve',
  'see_forecast',
  'export',
] as const
export type PipelineRight = (typeof pipelineRights)[number]

/** Whose deals a grant is about. */
export const extents = ['own', 'team', 'all'] as const
export type Extent = (typeof extents)[number]

/** What somebody may do in pipelines; looked up with every request, so that a right that was taken away ends at once. */
export type Rights = {
  /** By the pipeline's id, of every pipeline that has grants; one that is not named is open to everyone by role. */
  pipelines: ReadonlyMap<string, ReadonlyMap<PipelineRight, Extent>>
  /** Whose deals are those of the teams they are in. */
  team: ReadonlySet<string>
  /** Deals on whose team they are, each with its pipeline: these they see and work, whatever was granted. */
  deals: ReadonlyMap<string, string>
}

/** Of somebody whom no grant binds: an owner, or anybody where no pipeline has grants. */
export const boundByNothing: Rights = { pipelines: new Map(), team: new Set(), deals: new Map() }

/** A pipeline, or one deal in it. */
export type Place = { pipeline_id: string; id?: string; owner_id?: string | null }
type Holder = { id: string; rights: Rights }

/** Whether somebody holds a right in a pipeline, or on one deal there where one is named. */
export function holds({ id, rights }: Holder, right: PipelineRight, place: Place): boolean {
  const granted = rights.pipelines.get(place.pipeline_id)
  if (granted === undefined) return true
  if (place.id !== undefined && rights.deals.has(place.id) && (right === 'see' || right === 'work')) return true
  const extent = granted.get(right)
  if (extent === undefined) return false
  if (place.owner_id === undefined || extent === 'all') return true
  if (place.owner_id === null) return false
  return place.owner_id === id || (extent === 'team' && rights.team.has(place.owner_id))
}

/** Whether somebody sees every deal of a pipeline, so that its kept totals are theirs to read. */
export const seesWhole = ({ rights }: Pick<Holder, 'rights'>, pipeline_id: string): boolean => {
  const granted = rights.pipelines.get(pipeline_id)
  return granted === undefined || granted.get('see') === 'all'
}

/** What row-level security is told about somebody; lists name what is closed, so that most people have short ones. */
export type Sight = {
  all: boolean
  /** Whether any grant keeps them from anything, be it from work alone. */
  bound: boolean
  /** Pipelines of which they do not see every deal. */
  closed: string[]
  /** In those: pipeline and owner of the deals that they see. */
  owners: string[]
  /** Pipelines of which they see nothing. */
  shut: string[]
  /** Pipelines in which they work on nothing. */
  idle: string[]
}

export function sightOf({ id, rights }: Holder): Sight {
  const sight: Sight = { all: true, bound: false, closed: [], owners: [], shut: [], idle: [] }
  const through = new Set(rights.deals.values())
  for (const [pipeline_id, granted] of rights.pipelines) {
    if (!granted.has('work')) sight.idle.push(pipeline_id)
    const extent = granted.get('see')
    if (extent === 'all') continue
    sight.all = false
    sight.closed.push(pipeline_id)
    if (extent !== undefined)
      for (const owner of extent === 'own' ? [id] : new Set([id, ...rights.team]))
        sight.owners.push(`${pipeline_id} ${owner}`)
    else if (!through.has(pipeline_id)) sight.shut.push(pipeline_id)
  }
  sight.bound = !sight.all || sight.idle.length > 0
  return sight
}
