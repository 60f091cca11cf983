/** Ids as the examples show them; tests put real ones in their place. */
export const id = (prefix: string) => `${prefix}_01k8a0000000000000000000aa`
export const sampleIds = (text: string): string[] => [...new Set(text.match(/\b[a-z]{3,4}_01k8a0{19}aa\b/g))]
