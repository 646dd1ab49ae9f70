import { useT } from '@/i18n';
import { SelectField } from '@/ui/Field';

export interface Seat {
  organization?: { id: string; name: string } | null;
}

/** Which office, for whoever has a seat in several. */
export function OfficeSelect({
  seats,
  office,
  onChange,
}: {
  seats: readonly Seat[];
  office: string;
  onChange: (office: string) => void;
}) {
  const t = useT();
  const offices = seats.flatMap(({ organization }) => (organization ? [organization] : []));
  if (offices.length < 2) return null;
  return (
    <SelectField label={t('imports.office')} value={office} onChange={(event) => onChange(event.target.value)}>
      {offices.map(({ id, name }) => (
        <option key={id} value={id}>
          {name}
        </option>
      ))}
    </SelectField>
  );
}
