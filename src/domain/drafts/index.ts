export { DefinitionText, migrations, StageMapInput } from './draft.ts'
export { checkDefinition, discardDraft, dropDraft, getDraft, saveDraft } from './operations.ts'
export { readDraft } from './store.ts'
