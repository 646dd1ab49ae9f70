export { Bell } from './components/Bell';
export { inboxQuery, keys as inboxKeys, useInboxHead } from './queries';
