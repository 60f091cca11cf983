import type { Random } from '../stats/random.ts'
import type { City } from './demo-motions.ts'

/** What a deal is about, as a rep would type it behind the customer's name. */
export function dealSubject(random: Random, pipeline: string, city: City, order_type: string | undefined): string {
  const place = random.pick(city === 'Jakarta' ? jakartaPlaces : berlinPlaces)
  const count = (from: number, to: number) => from + random.below(to - from + 1)
  if (pipeline === 'enterprise')
    return `${random.pick(platforms)}, ${random.pick([place, `${count(4, 30)} sites`, 'whole group'])}`
  if (pipeline === 'partner') return `${random.pick(platforms)}, ${place}`
  if (pipeline === 'renewal')
    return `${random.pick(platforms)}, renewal ${random.pick(['one year', 'two years', 'three years'])}`
  if (pipeline === 'self-service') return `Team plan, ${5 * count(1, 12)} seats`
  if (order_type === 'repeat') return `${10 * count(2, 20)} ${random.pick(devices)}, reorder`
  if (order_type === 'considered') return `${random.pick(installations)}, ${place}`
  return `${random.pick(modules)}, ${count(2, 6)} ${random.pick(['warehouses', 'depots', 'plants'])}`
}

const platforms = [
  'Warehouse control',
  'Fleet visibility',
  'Cold-chain monitoring',
  'Yard management',
  'Supply planning',
  'Port operations',
]
const modules = [
  'Slot booking',
  'Route planner',
  'Stock counts',
  'Returns desk',
  'Temperature alerts',
  'Dock scheduling',
]
const devices = ['handheld scanners', 'label printers', 'temperature loggers', 'forklift terminals', 'gateway sensors']
const installations = ['Conveyor sensing', 'RFID gates', 'Sorter retrofit', 'Cold-store telemetry', 'Yard cameras']
const jakartaPlaces = ['Tanjung Priok', 'Cikarang', 'Surabaya', 'Bekasi', 'Semarang', 'Medan', 'Makassar']
const berlinPlaces = ['Großbeeren', 'Hamburg', 'Leipzig', 'Duisburg', 'Brandenburg', 'Rostock', 'Nürnberg']
