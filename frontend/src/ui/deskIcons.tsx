import { icon } from './icons';

/* Icons of what only those see who are signed in: they do not come with the first page. */

export const MenuIcon = icon(<path d="M3 5.500h14M3 10h14M3 14.500h14" />);
export const BellIcon = icon(
  <path d="M4.5 14.500h11l-1.2-2V9a4.300 4.300 0 0 0-8.600 0v3.500zM8.300 17a2 2 0 0 0 3.400 0M10 4.700V3" />,
);
export const CommandIcon = icon(
  <>
    <rect x="2.5" y="5" width="15" height="10" rx="1.5" />
    <path d="M5.500 8h.1M8.500 8h.1M11.500 8h.1M14.500 8h.1M6.500 12h7" />
  </>,
);
export const PageIcon = icon(<path d="M5 3h6.500L15 6.500V17H5zM11.500 3v3.500H15M7.500 10h5M7.500 13h5" />);
export const OfflineIcon = icon(
  <path d="M3 3l14 14M2.500 8.500a11 11 0 0 1 3.700-2.300M9 5.100a11 11 0 0 1 8.500 3.400M5.200 11.500a7 7 0 0 1 3-1.700M12 10a7 7 0 0 1 2.800 1.500M10 15.500v.1" />,
);
