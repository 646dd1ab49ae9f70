declare module '@/gql/persisted-documents.json' {
  const manifest: Record<string, string>;
  export default manifest;
}
