export { checkFields, mergedFields, peopleIn } from './decide-fields.ts'
export {
  FieldsSchema,
  type FieldSubject,
  fieldSubjects,
  type FieldType,
  fieldTypes,
  type FieldValue,
  type FieldValues,
  GivenFields,
  type LibraryField,
} from './field.ts'
export { acceptFields, acceptKnownFields, declareFields, listFields, updateField } from './operations.ts'
export { readLibrary } from './store.ts'
