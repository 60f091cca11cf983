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
export { type Placed, readPlaces, readTeamsOfPerson } from './store.ts'
export { Team } from './team.ts'
