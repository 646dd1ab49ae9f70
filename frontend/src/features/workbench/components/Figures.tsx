import { Link } from '@tanstack/react-router';

import { useFormats, useT } from '@/i18n';

import type { figuresOf } from '../standing';
import styles from './Figures.module.css';

/** How things stand: numbers that lead to their lists. */
export function Figures({ groups }: { groups: ReturnType<typeof figuresOf> }) {
  const t = useT();
  const formats = useFormats();
  return groups.map(({ area, figures }) => (
    <section key={area} className={styles.part} aria-labelledby={`workbench-${area}`}>
      <h2 id={`workbench-${area}`}>{t(`workbench.area.${area}`)}</h2>
      <ul className={styles.figures}>
        {figures.map(({ key, value, href, search }) => (
          <li key={key}>
            <Link to={href} search={(search ?? {}) as never}>
              <b>{formats.number(value)}</b>
              <span>{t(`workbench.figure.${key}`)}</span>
            </Link>
          </li>
        ))}
      </ul>
    </section>
  ));
}
