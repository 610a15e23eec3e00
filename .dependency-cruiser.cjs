/** The walls once more, by another tool: cycles and the rooms between workspaces. */
module.exports = {
  forbidden: [
    { name: 'no-cycle', severity: 'error', from: {}, to: { circular: true } },
    {
      name: 'proto-is-the-floor',
      severity: 'error',
      from: { path: '^proto/src' },
      to: { path: '^(shared|services)/' },
    },
    { name: 'shared-below-services', severity: 'error', from: { path: '^shared/src' }, to: { path: '^services/' } },
    {
      name: 'services-share-only-messages',
      severity: 'error',
      from: { path: '^services/([^/]+)/' },
      to: { path: '^services/', pathNot: '^services/$1/' },
    },
    {
      name: 'scheduler-loads-no-orm',
      severity: 'error',
      from: { path: '^services/scheduler/src' },
      to: { path: 'node_modules/typeorm', reachable: true },
    },
    {
      // Hashing is as pure as adding; errors carry no state.
      name: 'domain-is-pure',
      severity: 'error',
      from: { path: '^(services/[^/]+/src|shared/src)/domain/' },
      to: {
        pathNot: [
          '^(services/[^/]+/src|shared/src)/domain/',
          '^proto/',
          'node_modules/zod',
          '^shared/src/errors/',
          '^crypto$',
        ],
      },
    },
  ],
  options: {
    doNotFollow: { path: 'node_modules' },
    tsPreCompilationDeps: true,
    tsConfig: { fileName: 'tsconfig.base.json' },
    enhancedResolveOptions: {
      exportsFields: ['exports'],
      conditionNames: ['source', 'import', 'types', 'default'],
      extensions: ['.ts', '.tsx', '.js'],
    },
  },
};
