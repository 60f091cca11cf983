import { QueryClient } from '@tanstack/react-query'
import { isProblem } from './problem.ts'

/** One cache for the whole application. A refusal (4xx) is an answer and is not asked again by itself. */
export const queries = new QueryClient({
  defaultOptions: {
    queries: {
      staleTime: 15_000,
      refetchOnWindowFocus: true,
      retry: (failures, error) => failures < 2 && !(isProblem(error) && error.status < 500),
    },
  },
})
