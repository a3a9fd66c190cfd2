/** The named shapes of the HTTP interface; all of them are generated from the server's tables. */
import type { components, paths } from './schema';

export type { paths };

type Schemas = components['schemas'];

type QueryOf<Operation> = Operation extends { parameters: { query?: infer Query } }
  ? NonNullable<Query>
  : never;

export type Ref = Schemas['OrderAgent'];
export type Pagination = Schemas['Pagination'];
export type User = Schemas['User'];
/** A file that somebody sent; `File` is the browser's own. */
export type StoredFile = Schemas['File'];
export type FilePurpose = Schemas['UploadNew']['purpose'];
export type UploadAnswer = Schemas['UploadAnswer'];
export type FileSettings = Schemas['FileSettings'];
export type PushSettings = Schemas['PushSettings'];
export type Agent = Schemas['Agent'];
export type Company = Schemas['Company'];
export type SessionInfo = Schemas['Session'];
export type Branding = Schemas['Branding'];
export type LoginAnswer = Schemas['LoginAnswer'];
export type MeAnswer = Schemas['MeAnswer'];
export type PresenceAnswer = Schemas['StatusAnswer'];
export type Device = Schemas['Device'];
export type OpenSession = Schemas['OpenSession'];
export type Login = Schemas['Login'];
export type ManagedUser = Schemas['ManagedUser'];
export type Department = Schemas['Department'];
export type Team = Schemas['Team'];
export interface ManagedUserChoices {
  roles: Schemas['RoleChoice'][];
  departments: Schemas['PlaceChoice'][];
  teams: Schemas['PlaceChoice'][];
  /** That somebody here has. */
  skills: string[];
}
export type Role = Schemas['Role'];
export type RoleHolder = Schemas['RoleHolder'];
export type Permission = Schemas['Permission'];
export type ApiKey = Schemas['ApiKey'];
export type Webhook = Schemas['Webhook'];
export type WebhookEventType = Schemas['WebhookEventType'];
export type WebhookDelivery = Schemas['WebhookDelivery'];
export type Widget = Schemas['Widget'];
export type WidgetChange = Schemas['WidgetChange'];
export type AuditRow = Schemas['AuditRow'];
export type Announcement = Schemas['Announcement'];
export type ManagedAnnouncement = Schemas['ManagedAnnouncement'];
export type AnnouncementAudience = Schemas['AnnouncementAudience'];
export type CompanyChange = Schemas['CompanyChange'];
export type CompanySettings = Schemas['CompanySettings'];
export type PasswordRequest = Schemas['PasswordRequest'];
export type Notification = Schemas['Notification'];
export type NotificationPreferences = Schemas['NotificationPreferences'];
export type NotificationTopic = Schemas['NotificationTopic'];
export type OwnChats = Schemas['OwnChats'];
export type Profile = Schemas['Profile'];
export type Breaks = Schemas['BreaksAnswer'];
export type TeamMember = Schemas['TeamMember'];

export type TeamLiveAgent = Schemas['TeamLiveAgent'];
export type Schedule = Schemas['Schedule'];
export type ScheduleNew = Schemas['ScheduleNew'];
export type ScheduleChange = Schemas['ScheduleChange'];
export type Coverage = Schemas['CoverageAnswer'];
export type Analytics = Schemas['AnalyticsAnswer'];
export type AnalyticsQuery = QueryOf<paths['/api/supervisor/analytics']['get']>;
export type WorkRowsQuery = QueryOf<paths['/api/supervisor/analytics/rows']['get']>;
export type WorkLine = Schemas['WorkLine'];
export type WorkRow = Schemas['WorkRow'];

export type Order = Schemas['Order'];
export type OrderDetails = Schemas['OrderDetails'];
export type OrderNote = Schemas['OrderNote'];
/** A line of an order's history of contacts: calls and messages, statuses and notes. */
export type Communication = Schemas['OrderContact'];
/** A call, an SMS or an e-mail by itself, in the call log and among messages. */
export type Message = Schemas['Communication'];
export type MessageTemplate = Schemas['MessageTemplate'];
export type MessageProvider = Schemas['MessageProvider'];
export type Delivery = Schemas['Delivery'];
export type TrackingEvent = Schemas['TrackingEvent'];
export type DeliveryTrack = Schemas['DeliveryTrackAnswer'];
export type DeliveryListAnswer = Schemas['DeliveryListAnswer'];
export type DeliveryListQuery = QueryOf<paths['/api/agent/delivery']['get']>;
export type Courier = Schemas['Courier'];
export type Interaction = Schemas['Interaction'];
export type Rating = Schemas['Rating'];
export type Escalation = Schemas['Escalation'];
export type Complaint = Schemas['Complaint'];
export type RatingSettings = Schemas['RatingSettings'];
export type OrderFlagReason = Schemas['OrderFlagReason'];
export type OrderFlagRules = Schemas['OrderFlagRules'];
export type ReportAnswer = Schemas['ReportAnswer'];
export type ReportSummary = Schemas['ReportSummary'];
export type ReportOrder = Schemas['ReportOrder'];
export type ReportInteraction = Schemas['ReportInteraction'];
export type ReportDelivery = Schemas['ReportDelivery'];
export type ReportExport = Schemas['ReportExport'];
export type ReportChoices = Schemas['ReportChoicesAnswer'];
export type ReportQuery = QueryOf<paths['/api/agent/reports']['get']>;
export type ConfirmationTruth = Schemas['ConfirmationTruthAnswer'];
export type ConfirmationRow = Schemas['ConfirmationRow'];
export type ConfirmationTotal = Schemas['ConfirmationTotal'];
export type OrderHistoryRow = Schemas['OrderHistory'];
export type OrderCounts = Schemas['OrderCounts'];
export type OrderListQuery = QueryOf<paths['/api/agent/orders']['get']>;
export type OrderListAnswer = Schemas['OrderListAnswer'];
export type CancellationReason = NonNullable<Order['cancellation_reason']>;
export type Call = Schemas['Call'];
export type CallDetails = Schemas['CallDetails'];
export type CallTimes = Call['times'];
export type CallStatistics = Schemas['CallStatisticsAnswer'];
export type Transcript = Schemas['TranscriptAnswer'];
export type TranscriptMessage = Schemas['TranscriptMessage'];
export type Callback = Schemas['Callback'];
export type FollowUp = Schemas['FollowUp'];

export type StatusChange = Schemas['OrderStatusChange'];
export type StatusChangeAnswer = Schemas['OrderStatusAnswer'];
export type BulkStatusChange = Schemas['OrderBulkChange'];
export type BulkStatusAnswer = Schemas['OrderBulkAnswer'];
export type ReassignRequest = Schemas['ReassignRequest'];
export type OrderModification = Schemas['OrderModification'];
export type ModificationChange = Schemas['ModificationChange'];
export type OrderSla = NonNullable<Order['sla']>;
export type CallPolicies = Schemas['CallPolicies'];
export type CallPoliciesChange = Schemas['CallPoliciesChange'];
export type SlaPolicy = Schemas['SlaPolicy'];
export type SlaChange = Schemas['SlaChange'];
export type SlaSummary = Schemas['SlaSummary'];
export type WorkHours = Schemas['WorkHours'];
export type NewOrder = Schemas['OrderNew'];
export type StockProduct = Schemas['StockProduct'];
export type StockListAnswer = Schemas['StockListAnswer'];
export type StockListQuery = QueryOf<paths['/api/agent/inventory']['get']>;
export type StockAlert = Schemas['StockAlert'];
export type StockEntry = Schemas['StockEntry'];
export type StockLocation = Schemas['StockLocation'];
export type StockAdjustment = Schemas['StockAdjustment'];
export type StockImport = Schemas['StockImport'];
export type OrderImport = Schemas['Import'];
export type ImportError = Schemas['ImportError'];
export type OrderSource = Schemas['OrderSource'];
export type SourceDelivery = Schemas['OrderSourceDelivery'];
export type NewOrderSource = Schemas['OrderSourceNew'];
export type OrderSourceChange = Schemas['OrderSourceChange'];
export type Activity = Schemas['OrderActivity'];
export type DashboardAnswer = Schemas['DashboardAnswer'];
export type Performance = Schemas['PerformanceAnswer'];
export type PerformanceFigure = Schemas['PerformanceFigure'];
export type PerformanceKpi = Schemas['PerformanceKpi'];
export type PerformanceDay = Schemas['PerformanceDay'];
export type PerformanceDays = Schemas['PerformanceDaysAnswer'];
export type PerformanceValues = Schemas['PerformanceValues'];
export type PerformanceMember = Schemas['PerformanceMember'];
export type PerformanceGroup = Schemas['PerformanceGroup'];
export type PerformanceRow = Schemas['PerformanceRow'];
export type PerformanceGoal = Schemas['PerformanceGoal'];
export type PerformanceGoalNew = Schemas['PerformanceGoalNew'];
export type TeamPerformance = Schemas['TeamPerformanceAnswer'];
export type TeamStanding = Schemas['TeamStanding'];
export type Achievement = Schemas['Achievement'];
export type AchievementCondition = Schemas['AchievementCondition'];
export type Improvement = Schemas['Improvement'];
export type KpiTargets = Schemas['KpiTargetsAnswer'];
export type KpiTarget = Schemas['KpiTarget'];
export type Extension = Schemas['Extension'];
export type SoftphoneAnswer = Schemas['SoftphoneAnswer'];
export type SoftphoneSettings = Schemas['SoftphoneSettings'];
export type SipAccount = Schemas['SipAccount'];
export type PbxState = Schemas['PbxState'];
export type PbxSettings = Schemas['PbxSettings'];
export type PbxSettingsAnswer = Schemas['PbxSettingsAnswer'];
export type PbxLinkAnswer = Schemas['PbxLinkAnswer'];
export type PbxLinkStay = Schemas['PbxLinkStay'];
export type PbxQueue = Schemas['PbxQueue'];
export type PbxQueueMember = Schemas['PbxQueueMember'];
export type PbxQueueCaller = Schemas['PbxQueueCaller'];
export type Trunk = Schemas['Trunk'];
export type CallSettings = Schemas['CallSettings'];
export type WaitingCall = Schemas['WaitingCall'];
export type CallFigures = Schemas['CallFigures'];
export type CallGroup = Schemas['CallGroup'];
export type CentreAgent = Schemas['CentreAgent'];
/** What a test of a PBX found out, in the reader's language. */
export interface PbxCheck {
  code: string;
  state: 'ok' | 'warning' | 'missing' | 'unknown';
  message: string;
  /** Lines for the PBX's manager.conf. */
  hint: string | null;
}
export type Chat = Schemas['Chat'];
export type ChatMessage = Schemas['ChatMessage'];
export type ChatCounts = Schemas['ChatCounts'];
export type ChatState = Chat['state'];
export type ChatSpeaker = ChatMessage['speaker'];
export type BreakSum = Schemas['BreakSum'];
export type AgentBreak = Schemas['AgentBreak'];
export type ChatTag = Schemas['ChatTag'];
export type ChatStatsAnswer = Schemas['ChatStatsAnswer'];
export type ChatStatsDay = Schemas['ChatStatsDay'];
export type ChatSettings = Schemas['ChatSettings'];
export type ChatBulkResult = Schemas['ChatBulkResult'];
export type ChatMoment = Schemas['ChatMoment'];
export type ChatViewer = Schemas['ChatViewer'];
export type CustomerValue = string | number | boolean;
/** Values of fields hang on their keys, which only the company knows. */
export type CustomerCard = Omit<Schemas['CustomerCard'], 'custom'> & {
  custom: Record<string, CustomerValue | undefined>;
};
export type CustomerNote = Schemas['CustomerNote'];
export type CustomerField = Schemas['CustomerField'];
export type CustomerTag = Schemas['CustomerTag'];
export type CustomerOrder = Schemas['CustomerOrder'];
export type CustomerWhich = NonNullable<
  QueryOf<paths['/api/customers/{id}/orders']['get']>['which']
>;
export type CannedResponse = Schemas['CannedResponse'];
export type CannedScope = CannedResponse['scope'];
export type CannedImport = Schemas['CannedImport'];
export type CannedQuery = QueryOf<paths['/api/canned-responses']['get']>;
export type ChatQuery = QueryOf<paths['/api/chats']['get']>;
