/** Four petals: the flower that the name sounds like, and two banks with a bridge each way. */
export function Mark({ size = 26 }: { size?: number }) {
  return (
    <svg width={`${size / 14}rem`} height={`${size / 14}rem`} viewBox="0 0 32 32" aria-hidden="true" focusable="false">
      <g fill="var(--bloom)" stroke="var(--bough)" strokeWidth="0.8" strokeLinejoin="round">
        {[0, 90, 180, 270].map((turn) => (
          <path
            key={turn}
            transform={`rotate(${turn} 16 16)`}
            d="M16 15.300C11.6 12.4 11 6.2 16 1.6 21 6.2 20.4 12.4 16 15.300Z"
          />
        ))}
      </g>
      <circle cx="16" cy="16" r="2" fill="var(--bough)" />
    </svg>
  );
}
