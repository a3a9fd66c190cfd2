import { type Ref, useEffect } from 'react';
import { useDebounced } from '@/lib/use-debounced';
import { useTyped } from '@/lib/use-typed';
import { SearchInput } from './search-input';

const REST_MS = 250;

interface SearchBoxProps {
  label: string;
  value: string;
  /** Asks for the text, without blanks around it. */
  onChange: (text: string) => void;
  className?: string;
  ref?: Ref<HTMLInputElement>;
}

/** A search in the address: typing is shown at once, and asked for when the fingers rest. */
export function SearchBox({ value, onChange, ...input }: SearchBoxProps) {
  const { text, setText, ask } = useTyped(value, onChange);
  const settled = useDebounced(text, REST_MS);
  useEffect(() => ask(settled), [ask, settled]);
  return <SearchInput {...input} value={text} onChange={setText} />;
}
