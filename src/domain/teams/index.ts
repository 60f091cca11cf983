export {
  createTeam,
  getHierarchy,
  getManager,
  listTeams,
  readTeams,
  setManager,
  setMembers,
  updateTeam,
} from './operations.ts'
export { readTeamsOfPerson } from './store.ts'
export { Team } from './team.ts'
