import { Plus, X } from 'lucide-react';
import { useId, useRef, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { Field } from '@/components/ui/field';
import { IconButton } from '@/components/ui/icon-button';
import { Input } from '@/components/ui/input';
import { Select } from '@/components/ui/select';
import { SKILLS_MAX, type Skill, skillOf } from '../people-api';
import type { PersonFormProps } from './person-form';

/* A select has no empty value. */
const NO_LEVEL = '0';

/** What an agent is good at: words to be typed or chosen from those that others have. */
export function SkillsField({ draft, choices, problem, onChange }: PersonFormProps) {
  const { t } = useTranslation('admin');
  const list = useId();
  const input = useRef<HTMLInputElement>(null);
  const [typed, setTyped] = useState('');
  const { skills } = draft;
  const has = (word: string) => skills.some(({ skill }) => skill === word);
  const word = skillOf(typed);
  const bad = typed.trim() !== '' && word === null;
  const full = skills.length >= SKILLS_MAX;

  function add() {
    if (word === null || full) return;
    if (!has(word)) onChange({ skills: [...skills, { skill: word, level: null }] });
    setTyped('');
  }

  function remove(gone: Skill) {
    onChange({ skills: skills.filter((one) => one !== gone) });
    input.current?.focus();
  }

  return (
    <div className="flex flex-col gap-2">
      <Field
        label={t('person.skills')}
        hint={t(full ? 'person.skills_full' : 'person.skills_hint', { count: SKILLS_MAX })}
        error={bad ? t('person.skill_bad') : problem?.field('skills')}
      >
        {(control) => (
          <div className="flex items-center gap-1">
            <Input
              {...control}
              ref={input}
              list={list}
              dir="ltr"
              autoComplete="off"
              value={typed}
              disabled={full}
              onChange={(event) => setTyped(event.target.value)}
              onKeyDown={(event) => {
                if (event.key !== 'Enter' && event.key !== ',') return;
                event.preventDefault();
                add();
              }}
            />
            <IconButton
              icon={Plus}
              label={t('person.skill_add')}
              disabled={word === null || full}
              onClick={add}
            />
          </div>
        )}
      </Field>
      <datalist id={list}>
        {choices.skills
          .filter((known) => !has(known))
          .map((known) => (
            <option key={known} value={known} />
          ))}
      </datalist>
      {skills.length > 0 && (
        <ul aria-label={t('person.skills')} className="flex flex-wrap gap-2">
          {skills.map((one) => (
            <SkillChip
              key={one.skill}
              value={one}
              onLevel={(level) =>
                onChange({ skills: skills.map((row) => (row === one ? { ...row, level } : row)) })
              }
              onRemove={() => remove(one)}
            />
          ))}
        </ul>
      )}
    </div>
  );
}

interface SkillChipProps {
  value: Skill;
  onLevel: (level: number | null) => void;
  onRemove: () => void;
}

function SkillChip({ value: { skill, level }, onLevel, onRemove }: SkillChipProps) {
  const { t } = useTranslation('admin');
  return (
    <li className="inline-flex max-w-full items-center gap-1 rounded-md border border-line bg-sunken ps-2.5">
      <bdi className="truncate text-sm">{skill}</bdi>
      <Select
        aria-label={t('person.skill_level_of', { skill })}
        value={String(level ?? NO_LEVEL)}
        onChange={(chosen) => onLevel(Number(chosen) || null)}
        options={[
          { value: NO_LEVEL, label: t('person.skill_no_level') },
          ...[1, 2, 3, 4, 5].map((number) => ({
            value: String(number),
            label: t('person.skill_level', { number }),
          })),
        ]}
      />
      <IconButton icon={X} label={t('person.skill_remove', { skill })} onClick={onRemove} />
    </li>
  );
}
