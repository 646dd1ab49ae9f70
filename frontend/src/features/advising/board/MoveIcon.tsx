/** Four arrows: this can go elsewhere. */
export function MoveIcon({ size = 18 }: { size?: number }) {
  return (
    <svg
      width={size}
      height={size}
      viewBox="0 0 20 20"
      fill="none"
      stroke="currentColor"
      strokeWidth="1.6"
      strokeLinecap="round"
      strokeLinejoin="round"
      aria-hidden="true"
      focusable="false"
    >
      <path d="M3 10h14M6 7l-3 3 3 3M14 7l3 3-3 3" />
    </svg>
  );
}
