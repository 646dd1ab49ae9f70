import { useEffect, useState, type RefObject } from 'react';

/** How many children of a row that scrolls lie beyond its right edge, wholly or in part. */
export function useBeyond(row: RefObject<HTMLElement | null>): number {
  const [beyond, setBeyond] = useState(0);
  useEffect(() => {
    const element = row.current;
    if (!element) return undefined;
    const look = () => {
      const edge = element.getBoundingClientRect().right;
      setBeyond([...element.children].filter((child) => child.getBoundingClientRect().right > edge + 2).length);
    };
    const watching = new ResizeObserver(look);
    watching.observe(element);
    for (const child of element.children) watching.observe(child);
    element.addEventListener('scroll', look, { passive: true });
    return () => {
      watching.disconnect();
      element.removeEventListener('scroll', look);
    };
  }, [row]);
  return beyond;
}
