import type { AnswerOf } from '../client/client.ts'
import type {
  Activity,
  Card,
  Criterion,
  Deal,
  GivenEvidenceInput,
  HistoryRow,
  PipelineField,
  Stage,
} from '../client/schema.ts'

// The shapes of the public API that the screens read, by the names that they use.

export type {
  AccountRef,
  Activity,
  Ageing,
  Amounts,
  Board,
  BoardPage,
  BoardStage,
  Bridge,
  BridgeBar,
  BridgeDeal,
  Card,
  Change,
  Confirmation,
  Contact,
  Criterion,
  Deal,
  DealContact,
  DealDetail,
  DealMember,
  Evidence,
  Forecast,
  ForecastPart,
  ForecastPath,
  Gate,
  GateApproval,
  GateOverride,
  Grant,
  HistoryRow,
  HitRate,
  HitRateGroup,
  HitRates,
  LineItem,
  Look,
  Money,
  Move,
  OverrideTally,
  Owed,
  Pipeline,
  PipelineForecast,
  PipelineRef,
  PipelineTotals as PipelineTotal,
  Product,
  Reconciliation,
  Stage,
  Transfer,
  TransferPreview,
  UnionBoard,
  WinChance,
} from '../client/schema.ts'

export type Instant = string
export type Day = string
export type Named = { id: string; name: string }
export type Me = AnswerOf<'me.get'>
export type Field = PipelineField
export type Phase = Stage['phase']
export type Permission = Stage['may_be_won']
export type Level = Criterion['level']
export type Category = Card['category']
export type Outcome = NonNullable<Deal['outcome']>
export type ChangeKind = HistoryRow['kind']
export type ActivityKind = Activity['kind']
export type NewEvidence = GivenEvidenceInput
