export { type Fingerprint, impact, type Impact } from './impact.ts'
export { bindingOf, impactOf, nextDefinition, placesIn, type Planned, type Proposal, proposalOf } from './operations.ts'
export { whatsNew } from './whats-new.ts'
