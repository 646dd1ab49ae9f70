import type { CodegenConfig } from '@graphql-codegen/cli';

/** Types of every operation; the bundle holds a hash for each, the manifest beside the build what it stands for. */
const config: CodegenConfig = {
  schema: '../schema/api.graphql',
  documents: ['src/**/*.graphql'],
  ignoreNoDocuments: true,
  generates: {
    './src/gql/': {
      preset: 'client',
      presetConfig: {
        persistedDocuments: { mode: 'replaceDocumentWithHash', hashAlgorithm: 'sha256' },
        fragmentMasking: { unmaskFunctionName: 'readFragment' },
      },
      config: {
        documentMode: 'string',
        enumsAsTypes: true,
        useTypeImports: true,
        scalars: { DateTime: 'string', Date: 'string', CurrencyCode: 'string', JSON: 'unknown', ID: 'string', UUID: 'string' },
      },
    },
  },
};

export default config;
