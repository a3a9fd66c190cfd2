export { DirectionIcon, GapMark } from '@/components/call/marks';
export { CallStatusChip } from '@/components/ui/state-chip';
