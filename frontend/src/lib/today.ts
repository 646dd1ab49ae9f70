const inChina = new Intl.DateTimeFormat('en-CA', { timeZone: 'Asia/Shanghai' });

/** The day that it is in China, where the deadlines are: `2026-11-26`. */
export const todayInChina = (): string => inChina.format(new Date());
