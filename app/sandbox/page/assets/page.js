/* oxlint-disable typescript/no-unsafe-argument, typescript/no-unsafe-assignment, typescript/no-unsafe-call, typescript/no-unsafe-member-access, typescript/no-unsafe-return --
   The type checker knows nothing of browsers here. */

// Keeps the page up to date and sends its forms without leaving it. Without this script everything works by reloading.

const regions = ['sidebar', 'banner', 'conversation', 'notice', 'inside', 'modal'];
const byId = (id) => document.getElementById(id);

/** What the server last said of each region: typed words and opened menus are no part of that. */
const known = new Map(regions.map((id) => [id, byId(id).innerHTML]));
const composer = byId('composer');
const commands = byId('commands');

const fieldsIn = (region) => [
  ...region.querySelectorAll('input:not([type=hidden]), textarea, select'),
];

/** What is being typed, and where, so that an exchange of the region does not disturb it. */
const remember = (region) => {
  const active = document.activeElement;
  return {
    view: region.querySelector('[data-view]')?.dataset.view,
    values: fieldsIn(region).map(({ id, value, checked }) => ({ id, value, checked })),
    focus: region.contains(active) ? active.id : '',
    selection: [active?.selectionStart, active?.selectionEnd],
    tops: [...region.querySelectorAll('.scroller, .inside-body, .modal-body')].map(
      (e) => e.scrollTop,
    ),
  };
};

const restoreValues = (region, memory) => {
  for (const field of fieldsIn(region)) {
    const before = memory.values.find(({ id }) => id !== '' && id === field.id);
    if (before !== undefined) {
      field.value = before.value;
      field.checked = before.checked;
    }
  }
};

const restore = (region, memory, isAnswer) => {
  const view = region.querySelector('[data-view]')?.dataset.view;
  if (view !== undefined && view === memory.view && !isAnswer) {
    restoreValues(region, memory);
  }
  region.querySelectorAll('.scroller, .inside-body, .modal-body').forEach((element, index) => {
    element.scrollTop = memory.tops[index] ?? 0;
  });
  const focused = memory.focus === '' ? null : byId(memory.focus);
  focused?.focus({ preventScroll: true });
  if (focused?.setSelectionRange && memory.selection[0] !== null) {
    focused.setSelectionRange(...memory.selection);
  }
};

/** Where to type: into the modal if one has just opened, back into the composer when it has closed. */
const moveFocus = (before, after) => {
  if (before === after) {
    return;
  }
  const target = after === undefined ? composer : fieldsIn(byId('modal'))[0];
  target?.focus();
};

const openView = () => document.querySelector('[data-view]')?.dataset.view;

const exchange = (text, isAnswer) => {
  const next = new DOMParser().parseFromString(text, 'text/html');
  const before = openView();
  for (const id of regions) {
    const fresh = next.getElementById(id);
    // What an answer complained about stays until the next answer.
    if (fresh !== null && known.get(id) !== fresh.innerHTML && (id !== 'notice' || isAnswer)) {
      known.set(id, fresh.innerHTML);
      const region = byId(id);
      const memory = remember(region);
      region.replaceChildren(...fresh.childNodes);
      restore(region, memory, isAnswer);
    }
  }
  moveFocus(before, openView());
  document.dispatchEvent(new Event('exchanged'));
};

let asked = 0;
let shown = 0;

/**
 * Shows what comes back, unless something asked for later was shown already. What is typed into a modal stays, unless the modal is
 * itself the answer to it.
 */
export const load = async (address, options, isAnswer = options !== undefined) => {
  const number = ++asked;
  const response = await fetch(address, options);
  const text = await response.text();
  if (number > shown && response.headers.get('Content-Type')?.startsWith('text/html')) {
    shown = number;
    exchange(text, isAnswer);
  }
};

let waiting;
const refresh = () => {
  clearTimeout(waiting);
  waiting = setTimeout(() => void load(location.href).catch(() => undefined), 40);
};

const changes = new EventSource('/changes');
changes.addEventListener('message', refresh);
changes.addEventListener('open', () => {
  document.body.classList.remove('is-lost');
  refresh();
});
changes.addEventListener('error', () => document.body.classList.add('is-lost'));
// An open stream keeps one of the browser's few connections: free it for the page that comes next.
addEventListener('pagehide', () => changes.close());
addEventListener('pageshow', ({ persisted }) => persisted && location.reload());

const sendForm = async (form, button) => {
  const body = new URLSearchParams(new FormData(form, button));
  const address = button?.hasAttribute('formaction') ? button.formAction : form.action;
  form.setAttribute('aria-busy', 'true');
  const typed = composer?.value;
  if (form.contains(composer)) {
    composer.value = '';
    suggest();
  }
  try {
    await load(address, { method: 'POST', body });
  } catch {
    if (form.contains(composer)) {
      composer.value = typed;
    }
  } finally {
    form.removeAttribute('aria-busy');
  }
};

document.addEventListener('submit', (event) => {
  const question = event.submitter?.dataset.confirm;
  event.preventDefault();
  if (question === undefined || confirm(question)) {
    void sendForm(event.target, event.submitter);
  }
});

/** Shows the commands that begin with what is typed. */
const suggest = () => {
  const typed = composer.value;
  const entries = [...commands.querySelectorAll('[data-command]')];
  for (const entry of entries) {
    entry.parentElement.hidden = !entry.dataset.command.startsWith(typed);
  }
  const isOffered = entries.some(
    (entry) => !entry.parentElement.hidden && entry.dataset.command !== typed,
  );
  commands.hidden = !typed.startsWith('/') || !isOffered;
  composer.style.height = 'auto';
  composer.style.height = `${composer.scrollHeight}px`;
};

const complete = (command) => {
  composer.value = command;
  composer.focus();
  suggest();
};

const onComposerKey = (event) => {
  if (event.key === 'Enter' && !event.shiftKey && !event.isComposing) {
    event.preventDefault();
    composer.form.requestSubmit();
  } else if (event.key === 'Tab' && !event.shiftKey && !commands.hidden) {
    event.preventDefault();
    complete(commands.querySelector('li:not([hidden]) [data-command]').dataset.command);
  } else if (event.key === 'Escape') {
    commands.hidden = true;
  }
};

composer?.addEventListener('input', suggest);
composer?.addEventListener('keydown', onComposerKey);
commands?.addEventListener('click', ({ target }) => {
  const entry = target.closest('[data-command]');
  if (entry !== null) {
    complete(entry.dataset.command);
  }
});
document.addEventListener('keydown', ({ key, defaultPrevented }) => {
  if (key === 'Escape' && !defaultPrevented) {
    byId('modal-close')?.click();
  }
});
moveFocus(undefined, openView());
