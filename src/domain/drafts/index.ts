export { DefinitionText, migrations, StageMapInput } from './draft.ts'
export { checkDefinition, discardDraft, dropDraft, getDraft, saveDraft } from './operations.ts'
export { draftReferences, readDraft } from './store.ts'
