/** Every text on a screen goes through here: `i18n.t('Move {name}', { name })`; ids are the English sentences. */
export { i18n } from '@lingui/core'
