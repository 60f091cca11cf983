import { queryOptions } from '@tanstack/react-query'
import { client } from '../api.ts'

export const calendarsQuery = queryOptions({ queryKey: ['calendars'], queryFn: () => client.calendars.list() })
