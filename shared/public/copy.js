// Makes the copy buttons work; without this script they stay hidden.

/** @param {HTMLButtonElement} button */
function arm(button) {
  button.hidden = false;
  const word = /** @type {HTMLElement} */ (button.querySelector('.pf-v6-screen-reader'));
  button.addEventListener('click', async () => {
    const text = button.parentElement?.querySelector('code')?.textContent ?? '';
    await navigator.clipboard.writeText(text);
    word.textContent = 'Copied';
    button.classList.add('kopr-code__copy--done');
    setTimeout(() => {
      word.textContent = 'Copy';
      button.classList.remove('kopr-code__copy--done');
    }, 2000);
  });
}

// Browsers offer the clipboard only to pages from a safe origin.
if (navigator.clipboard) document.querySelectorAll('button[data-copy]').forEach(arm);
