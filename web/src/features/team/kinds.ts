import { BriefcaseBusiness, GraduationCap, type LucideIcon, Plane, Users } from 'lucide-react';
import type { Schedule } from '@/lib/api';
import type { Tone } from '@/lib/states';

export const KINDS = ['shift', 'leave', 'meeting', 'training'] as const;
export type Kind = Schedule['kind'];

interface KindLook {
  icon: LucideIcon;
  tone: Tone;
  /** Key in team.json. */
  label: string;
}

/** What an entry of a schedule looks like: icon, word and tone together. */
export const kindLooks: Record<Kind, KindLook> = {
  shift: { icon: BriefcaseBusiness, tone: 'success', label: 'kind.shift' },
  leave: { icon: Plane, tone: 'neutral', label: 'kind.leave' },
  meeting: { icon: Users, tone: 'info', label: 'kind.meeting' },
  training: { icon: GraduationCap, tone: 'violet', label: 'kind.training' },
};
