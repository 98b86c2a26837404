import js from "@eslint/js";
import globals from "globals";

export default [
  { ignores: ["target", "pkg", "www/dist"] },
  js.configs.recommended,
  {
    languageOptions: { ecmaVersion: 2024, sourceType: "module" },
    linterOptions: { reportUnusedDisableDirectives: "error" },
    rules: {
      "array-callback-return": "error",
      "consistent-return": "error",
      "default-case-last": "error",
      eqeqeq: "error",
      "no-constructor-return": "error",
      "no-else-return": "error",
      "no-implicit-coercion": "error",
      "no-promise-executor-return": "error",
      "no-self-compare": "error",
      "no-shadow": "error",
      "no-unmodified-loop-condition": "error",
      "no-unused-vars": ["error", { argsIgnorePattern: "^_" }],
      "no-use-before-define": ["error", { functions: false, classes: false, variables: false }],
      "no-useless-rename": "error",
      "no-var": "error",
      "object-shorthand": "error",
      "prefer-const": "error",
      "prefer-template": "error",
      "require-atomic-updates": "error",
    },
  },
  {
    files: ["**/*.mjs"],
    languageOptions: { globals: globals.node },
  },
  {
    // Parts of these run in a page.
    files: ["tests/e2e/**/*.mjs", "benches/{profile,compare,image}.mjs"],
    languageOptions: { globals: globals.browser },
  },
  {
    files: ["pkg-template/**/*.js"],
    languageOptions: { globals: globals["shared-node-browser"] },
  },
  {
    files: ["pkg-template/node/**/*.js"],
    languageOptions: { globals: globals.node },
  },
  {
    files: ["www/**/*.js", "benches/page/**/*.js", "benches/others/*.js", "drills/page/**/*.js"],
    languageOptions: { globals: globals.browser },
  },
];
