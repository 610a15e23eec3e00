/** Lint with the walls of ARCHITECTURE.md: which room may import which. */
import js from '@eslint/js';
import { defineConfig } from 'eslint/config';
import importX, { createNodeResolver } from 'eslint-plugin-import-x';
import tseslint from 'typescript-eslint';

const services = ['frontend', 'dist-git', 'scheduler', 'builder-manager', 'repo-publisher', 'notifier'];

/** What Node gives plain scripts. */
const nodeGlobals = Object.fromEntries(
  'process console Buffer URL fetch setTimeout FormData Blob AbortController AbortSignal TextDecoderStream require module'
    .split(' ')
    .map((name) => [name, 'readonly']),
);

/** Rooms of a service from the bottom floor up; a room may import what stands before it. */
const TRADE = [
  'git',
  'sources',
  'rpm',
  'line',
  'hosts',
  'run',
  'engines',
  'backends',
  'repo',
  'sign',
  'tree',
  'intake',
  'live',
  'channels',
  'mail',
  'public',
];
const DOORS = ['consumers', 'loops', 'http', 'hooks', 'api', 'pages'];

const zones = [
  { target: './proto/src', from: ['./shared', './services'], message: 'proto imports nothing of ours' },
  { target: './shared/src', from: './services', message: 'shared imports only proto' },
  ...services.map((own) => ({
    target: `./services/${own}/src`,
    from: services.filter((other) => other !== own).map((other) => `./services/${other}`),
    message: 'services share only messages',
  })),
  ...services.flatMap((own) => {
    const room = (name) => `./services/${own}/src/${name}`;
    return [
      {
        target: room('domain'),
        from: [...['store', 'verbs', 'main.ts', 'config.ts'], ...DOORS, ...TRADE].map(room),
        message: 'domain is pure',
      },
      {
        target: room('store'),
        from: [...['verbs', 'main.ts', 'config.ts'], ...DOORS].map(room),
        message: 'store knows only domain',
      },
      ...TRADE.map((trade) => ({
        target: room(trade),
        from: ['verbs', 'main.ts', ...DOORS].map(room),
        message: 'a trade room serves verbs',
      })),
      { target: room('verbs'), from: ['main.ts', ...DOORS].map(room), message: 'verbs do not know the doors' },
    ];
  }),
];

/** Node 20, once it has optimized it, says no to hosts with letters like ü. */
const canParse = { object: 'URL', property: 'canParse', message: 'use parseUrl of @kopr/shared/domain' };

export default defineConfig(
  {
    ignores: [
      '**/dist/**',
      '**/node_modules/**',
      'coverage/**',
      'screenshots/**',
      '.cache/**',
      'tmp/**',
      'shared/public/**',
      'services/*/public/**',
    ],
  },
  js.configs.recommended,
  tseslint.configs.strictTypeChecked,
  {
    languageOptions: {
      parserOptions: { project: ['./tsconfig.test.json'], tsconfigRootDir: import.meta.dirname },
    },
    plugins: { 'import-x': importX },
    settings: {
      'import-x/resolver-next': [
        createNodeResolver({
          conditionNames: ['source', 'types', 'node', 'import', 'default'],
          extensions: ['.ts', '.tsx', '.js'],
          extensionAlias: { '.js': ['.ts', '.tsx', '.js'] },
        }),
      ],
    },
    rules: {
      'import-x/no-restricted-paths': ['error', { zones }],
      'import-x/no-relative-packages': 'error',
      'import-x/no-cycle': 'error',
      'import-x/no-extraneous-dependencies': ['error', { packageDir: ['.'], includeTypes: false }],
      'import-x/no-default-export': 'error',
      '@typescript-eslint/restrict-template-expressions': ['error', { allowNumber: true, allowBoolean: true }],
      '@typescript-eslint/no-confusing-void-expression': ['error', { ignoreArrowShorthand: true }],
      '@typescript-eslint/consistent-type-imports': 'error',
      // The house is built of closures: there is no `this` to lose.
      '@typescript-eslint/unbound-method': 'off',
      // TypeORM declares as a class what EntitySchema takes as a plain object.
      '@typescript-eslint/no-unsafe-class-instance-assignment': 'off',
      // A tick returns nothing, or 'again'.
      '@typescript-eslint/no-invalid-void-type': 'off',
      'no-console': 'error',
      'no-restricted-properties': ['error', canParse],
      'no-warning-comments': ['error', { terms: ['todo', 'fixme', 'xxx'] }],
    },
  },
  {
    files: ['services/*/src/**/*.{ts,tsx}', 'shared/src/**/*.{ts,tsx}', 'proto/src/**/*.ts'],
    rules: {
      'max-lines': ['error', { max: 300, skipComments: true, skipBlankLines: true }],
      'no-restricted-properties': [
        'error',
        canParse,
        { object: 'process', property: 'env', message: 'read the environment in config.ts' },
      ],
    },
  },
  {
    files: ['services/*/src/domain/**/*.ts', 'shared/src/domain/**/*.ts'],
    rules: {
      'no-restricted-globals': ['error', 'process', 'setTimeout', 'setInterval', 'fetch'],
      'no-restricted-syntax': [
        'error',
        {
          selector: 'ImportDeclaration[source.value=/^node:(?!crypto$)/]',
          message: 'domain touches no clock, socket, file or process',
        },
        {
          selector: "CallExpression[callee.object.name='Date'][callee.property.name='now']",
          message: 'pass the time in',
        },
        { selector: "NewExpression[callee.name='Date'][arguments.length=0]", message: 'pass the time in' },
      ],
    },
  },
  {
    files: [
      'services/*/src/config.ts',
      'services/*/src/main.ts',
      'services/*/src/cli.ts',
      'services/builder-manager/builder/**/*.ts',
      'shared/src/testkit/**/*.ts',
      'shared/src/config/read.ts',
    ],
    rules: { 'no-restricted-properties': ['error', canParse] },
  },
  {
    files: ['**/test/**/*.{ts,tsx}', 'test/**/*.ts'],
    rules: { '@typescript-eslint/no-unused-expressions': 'off', '@typescript-eslint/no-non-null-assertion': 'off' },
  },
  // .env.example is made of every service's settings, the benchmarks fill the frontend's tables; the hostile corpus is for
  // dist-git's importing code by itself; nothing else reaches into them.
  {
    files: [
      'scripts/env-example.ts',
      'scripts/bench-frontend.ts',
      'scripts/bench/*.ts',
      'test/house/**/*.ts',
      'test/hostile/**/*.ts',
    ],
    rules: { 'import-x/no-relative-packages': 'off', 'import-x/no-restricted-paths': 'off' },
  },
  {
    files: ['scripts/**/*.ts', 'services/frontend/src/cli.ts', 'services/builder-manager/builder/**/*.ts'],
    rules: { 'no-console': 'off' },
  },
  {
    files: ['eslint.config.js', '.dependency-cruiser.cjs', '**/*.cjs'],
    extends: [tseslint.configs.disableTypeChecked],
    rules: {
      'import-x/no-default-export': 'off',
      'import-x/no-extraneous-dependencies': 'off',
      '@typescript-eslint/no-require-imports': 'off',
    },
    languageOptions: { globals: nodeGlobals },
  },
  {
    files: ['scripts/**/*.mjs', 'ops/*.mjs', 'services/builder-manager/**/*.mjs'],
    extends: [tseslint.configs.disableTypeChecked],
    languageOptions: { globals: nodeGlobals },
    rules: { 'no-console': 'off' },
  },
);
