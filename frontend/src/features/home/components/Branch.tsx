import styles from './Branch.module.css';

/**
 * A bough of forsythia that is a bridge, from one bank to the other. Drawn from a few numbers: an arch, and flowers where
 * it grows. It says nothing that is not said beside it.
 */
const FROM = [-20, 300] as const;
const OVER = [430, -110] as const;
const TO = [900, 210] as const;

/** The point at `t` of the arch, and its direction in degrees. */
function at(t: number): { x: number; y: number; turn: number } {
  const u = 1 - t;
  const x = u * u * FROM[0] + 2 * u * t * OVER[0] + t * t * TO[0];
  const y = u * u * FROM[1] + 2 * u * t * OVER[1] + t * t * TO[1];
  const dx = 2 * u * (OVER[0] - FROM[0]) + 2 * t * (TO[0] - OVER[0]);
  const dy = 2 * u * (OVER[1] - FROM[1]) + 2 * t * (TO[1] - OVER[1]);
  return { x, y, turn: (Math.atan2(dy, dx) * 180) / Math.PI };
}

/** Place on the arch, length of the twig (above or below it), size and turn of the flower. */
const FLOWERS: readonly [number, number, number, number][] = [
  [0.1, -26, 0.8, 12],
  [0.17, 30, 1.05, -20],
  [0.24, -34, 1.2, 30],
  [0.3, 22, 0.7, 5],
  [0.36, -24, 1.35, -12],
  [0.43, 38, 1.15, 40],
  [0.48, -30, 0.85, 18],
  [0.54, 26, 1.3, -30],
  [0.6, -36, 1.1, 8],
  [0.67, 30, 0.9, 55],
  [0.72, -22, 1.25, -8],
  [0.79, 34, 1.05, 26],
  [0.85, -28, 0.8, -25],
  [0.91, 24, 0.65, 14],
];

const PETAL = 'M0-2C-7-7-8.5-17 0-26 8.5-17 7-7 0-2Z';

export function Branch() {
  return (
    <svg
      className={styles.branch}
      viewBox="0 0 880 340"
      preserveAspectRatio="xMaxYMid slice"
      aria-hidden="true"
      focusable="false"
    >
      <path className={styles.bough} d={`M${FROM.join(' ')}Q${OVER.join(' ')} ${TO.join(' ')}`} />
      <path className={styles.twig} d="M212 122C262 60 330 34 396 26M560 72c70 2 120 26 164 66" />
      {FLOWERS.map(([t, reach, size, turn]) => {
        const { x, y, turn: lie } = at(t);
        return (
          <g key={t} transform={`translate(${x.toFixed(1)} ${y.toFixed(1)}) rotate(${lie.toFixed(1)})`}>
            <path className={styles.twig} d={`M0 0Q8 ${reach * 0.4} 4 ${reach}`} />
            <g transform={`translate(4 ${reach}) rotate(${turn}) scale(${size})`}>
              {[0, 90, 180, 270].map((petal) => (
                <path key={petal} className={styles.petal} transform={`rotate(${petal})`} d={PETAL} />
              ))}
              <circle className={styles.heart} r="2.6" />
            </g>
          </g>
        );
      })}
    </svg>
  );
}
