// Shows the API's description with Swagger UI, whose own script is loaded before this one.

const dark = matchMedia('(prefers-color-scheme: dark)');
const follow = () => document.documentElement.classList.toggle('dark-mode', dark.matches);
follow();
dark.addEventListener('change', follow);

const root = /** @type {HTMLElement} */ (document.getElementById('api-docs'));
root.replaceChildren();
// @ts-expect-error: a global of Swagger UI's script
SwaggerUIBundle({
  url: root.dataset['description'],
  domNode: root,
  deepLinking: true,
  filter: true,
  docExpansion: 'list',
  defaultModelsExpandDepth: 0,
  showExtensions: false,
  // Nobody else learns what is looked at here.
  validatorUrl: null,
});
