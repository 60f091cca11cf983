export { getLook, takeLook } from './operations.ts'
