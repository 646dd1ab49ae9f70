import type { Role } from '@/gql/graphql';
import { useLabel, useT } from '@/i18n';
import { Checkbox } from '@/ui/Field';

import styles from '../Settings.module.css';

/** Which roles a seat has, with what each may do. */
export function RoleChoice({
  offered,
  chosen,
  onChange,
  error,
}: {
  offered: readonly Role[];
  chosen: readonly Role[];
  onChange: (roles: Role[]) => void;
  error?: string | undefined;
}) {
  const t = useT();
  const label = useLabel();
  return (
    <fieldset aria-invalid={error ? true : undefined}>
      <legend>{t('settings.roles')}</legend>
      {offered.map((role) => (
        <Checkbox
          key={role}
          checked={chosen.includes(role)}
          onChange={({ target }) =>
            onChange(target.checked ? [...chosen, role] : chosen.filter((other) => other !== role))
          }
        >
          {label('Role', role)} <span className={styles.quiet}>{t(`settings.role.${role}`)}</span>
        </Checkbox>
      ))}
      {error && (
        <p role="alert" className={styles.error}>
          {error}
        </p>
      )}
    </fieldset>
  );
}
