import type { ReactNode } from 'react';

/** Lines of the same weight on a grid of 20, drawn for this house. They say nothing to those who do not see them. */
export const icon = (path: ReactNode) =>
  function Icon({ size = 18 }: { size?: number }) {
    return (
      <svg
        width={`${size / 14}rem`}
        height={`${size / 14}rem`}
        viewBox="0 0 20 20"
        fill="none"
        stroke="currentColor"
        strokeWidth="1.6"
        strokeLinecap="round"
        strokeLinejoin="round"
        aria-hidden="true"
        focusable="false"
      >
        {path}
      </svg>
    );
  };

export const SearchIcon = icon(
  <>
    <circle cx="8.8" cy="8.8" r="5.3" />
    <path d="m12.8 12.8 4.2 4.2" />
  </>,
);
export const CloseIcon = icon(<path d="m5 5 10 10M15 5 5 15" />);
export const ChevronDown = icon(<path d="m5 7.5 5 5 5-5" />);
export const ArrowRight = icon(<path d="M3.5 10h12.500M11.5 5.5 16 10l-4.5 4.5" />);
export const CheckIcon = icon(<path d="m4 10.5 4 4 8-9" />);
export const FilterIcon = icon(<path d="M3 5.500h14M5.5 10h9M8 14.500h4" />);
export const LockIcon = icon(
  <>
    <rect x="4.5" y="9" width="11" height="8" rx="1.5" />
    <path d="M7 9V6.500a3 3 0 0 1 6 0V9" />
  </>,
);
export const ScaleIcon = icon(
  <path d="M10 3v14M6 17h8M3.5 6.5 10 5l6.5 1.500M3.5 6.5 1.8 11.500h3.400zM16.5 6.500l-1.7 5h3.400z" />,
);
export const ShareIcon = icon(
  <path d="M10 12.500V3M6.5 6 10 2.5 13.5 6M4 10.500V16a1 1 0 0 0 1 1h10a1 1 0 0 0 1-1v-5.5" />,
);
export const PrintIcon = icon(<path d="M6 7.500V3h8v4.500M6 14H3.500V7.500h13V14H14M6 11.500h8V17H6z" />);
export const AlertIcon = icon(
  <>
    <circle cx="10" cy="10" r="7.2" />
    <path d="M10 6.200v4.600M10 13.700v.1" />
  </>,
);
export const InfoIcon = icon(
  <>
    <circle cx="10" cy="10" r="7.2" />
    <path d="M10 9.200v4.600M10 6.300v.1" />
  </>,
);
export const ClockIcon = icon(
  <>
    <circle cx="10" cy="10" r="7.2" />
    <path d="M10 5.800V10l2.8 1.9" />
  </>,
);
export const UserIcon = icon(
  <>
    <circle cx="10" cy="7" r="3.2" />
    <path d="M3.8 17c.8-3.3 3.2-5 6.2-5s5.4 1.7 6.2 5" />
  </>,
);
export const SunIcon = icon(
  <>
    <circle cx="10" cy="10" r="3.4" />
    <path d="M10 2.500v2M10 15.500v2M2.5 10h2M15.5 10h2M4.7 4.700l1.4 1.400M13.9 13.900l1.4 1.400M4.7 15.300l1.4-1.400M13.9 6.100l1.4-1.4" />
  </>,
);
export const MoonIcon = icon(<path d="M16.5 11.800A7 7 0 0 1 8.2 3.500a7 7 0 1 0 8.3 8.300z" />);
export const TextIcon = icon(
  <path d="M3 15.5 7.2 5l4.2 10.500M4.5 12h5.400M13 15.500l2.5-6.3 2.5 6.300M13.8 13.500h3.4" />,
);
export const BuildingIcon = icon(<path d="M3 17h14M4.5 17V8l5.5-4.500L15.5 8v9M8 17v-4h4v4M8 9.500h.1M12 9.500h.1" />);
export const CopyIcon = icon(
  <>
    <rect x="7" y="7" width="9.5" height="9.5" rx="1.5" />
    <path d="M13 4.500a1 1 0 0 0-1-1H4.500a1 1 0 0 0-1 1V12a1 1 0 0 0 1 1" />
  </>,
);
export const EyeIcon = icon(
  <>
    <path d="M2 10s2.8-5 8-5 8 5 8 5-2.8 5-8 5-8-5-8-5z" />
    <circle cx="10" cy="10" r="2.3" />
  </>,
);
export const DeviceIcon = icon(
  <>
    <rect x="3" y="4" width="14" height="9.5" rx="1.5" />
    <path d="M7 17h6M10 13.500V17" />
  </>,
);
export const FileIcon = icon(
  <path d="M11.500 2.500H5.500a1 1 0 0 0-1 1v13a1 1 0 0 0 1 1h9a1 1 0 0 0 1-1V6.500zM11.500 2.500v4h4M7.5 11h5M7.500 14h5" />,
);
export const DownloadIcon = icon(
  <path d="M10 3v9.500M6.5 9 10 12.500 13.500 9M3.500 13v3a1 1 0 0 0 1 1h11a1 1 0 0 0 1-1v-3" />,
);
export const SortIcon = icon(<path d="M10 4v12M5.5 11.500 10 16l4.5-4.500" />);
export const PlusIcon = icon(<path d="M10 4v12M4 10h12" />);
export const MinusIcon = icon(<path d="M4 10h12" />);
export const ColumnsIcon = icon(<path d="M3.500 4h13v12h-13zM8 4v12M12.500 4v12" />);
export const TrashIcon = icon(<path d="M4 6h12M8 6V4h4v2M5.500 6l.8 11h7.400l.8-11M8.500 9v5M11.500 9v5" />);
export const FlaskIcon = icon(
  <path d="M8 3h4M8.500 3v5L4.500 15.500a1 1 0 0 0 .9 1.500h9.200a1 1 0 0 0 .9-1.500L11.500 8V3M6.500 13h7" />,
);
