/* oxlint-disable typescript/no-unsafe-argument, typescript/no-unsafe-assignment, typescript/no-unsafe-call, typescript/no-unsafe-member-access, typescript/no-unsafe-return --
   The type checker knows nothing of browsers here. */
import { load } from './page.js';

// The search fields of modals: options come while somebody types, and one of them is picked. The server keeps what it offers, so
// that the list is a part of the page like any other; here it is only asked for and shown.

const pause = 150;

/** The id of the field whose options are wanted; empty while none are. */
let wanted = '';
let waiting;

const fieldOf = (target) => target.closest?.('[data-field]') ?? undefined;
const listOf = (field) => document.getElementById(`${field.id}-options`);
const optionsIn = (list) => [...list.querySelectorAll('[data-value]')];

/** Shows the list of the field that is typed into, if it answers what stands there now. */
const show = () => {
  for (const field of document.querySelectorAll('[data-field]')) {
    const list = listOf(field);
    const isShown = list !== null && field.id === wanted && list.dataset.typed === field.value;
    field.setAttribute('aria-expanded', String(isShown));
    if (list !== null) {
      list.hidden = !isShown;
    }
    if (!isShown) {
      field.removeAttribute('aria-activedescendant');
    }
  }
};

const search = () => {
  // The field may have been exchanged while somebody typed on.
  const field = document.getElementById(wanted);
  const form = field?.form;
  if (!form) {
    return;
  }
  const { view } = form.dataset;
  const body = new URLSearchParams({ view, field: field.dataset.field, typed: field.value });
  void load(form.dataset.search, { method: 'POST', body }, false).catch(() => undefined);
};

const want = (field, delay) => {
  wanted = field.id;
  clearTimeout(waiting);
  waiting = setTimeout(search, delay);
  show();
};

const close = () => {
  wanted = '';
  clearTimeout(waiting);
  show();
};

const pick = (field, option) => {
  field.value = option.dataset.value;
  close();
};

/** Marks the next option in the list, or the one before. */
const move = (field, step) => {
  const options = optionsIn(listOf(field));
  const index = options.findIndex(({ id }) => id === field.getAttribute('aria-activedescendant'));
  const next = options.at((index < 0 && step < 0 ? 0 : index + step) % options.length);
  options.forEach((option) => option.setAttribute('aria-selected', String(option === next)));
  if (next !== undefined) {
    field.setAttribute('aria-activedescendant', next.id);
    next.scrollIntoView({ block: 'nearest' });
  }
};

const keys = {
  ArrowDown: (field) => move(field, 1),
  ArrowUp: (field) => move(field, -1),
  Escape: close,
  Enter: (field) => {
    const marked = document.getElementById(field.getAttribute('aria-activedescendant') ?? '');
    if (marked !== null) {
      pick(field, marked);
    }
  },
};

const onKey = (event) => {
  const field = fieldOf(event.target);
  if (field === undefined || event.isComposing) {
    return;
  }
  if (field.getAttribute('aria-expanded') === 'true' && Object.hasOwn(keys, event.key)) {
    event.preventDefault();
    keys[event.key](field);
  } else if (event.key === 'ArrowDown') {
    want(field, 0);
  }
};

const onPress = (event) => {
  const option = event.target.closest('.options [data-value]');
  const field = option && document.getElementById(option.parentElement.id.replace(/-options$/, ''));
  if (field) {
    // The words stay in focus.
    event.preventDefault();
    pick(field, option);
  }
};

/** An exchange takes the focus away and gives it back at once: that is no leaving. */
const onLeave = () => {
  setTimeout(() => document.activeElement?.id !== wanted && close());
};

document.addEventListener('input', ({ target }) => fieldOf(target) && want(fieldOf(target), pause));
document.addEventListener('click', ({ target }) => fieldOf(target) && want(fieldOf(target), 0));
document.addEventListener('focusout', onLeave);
document.addEventListener('keydown', onKey, { capture: true });
document.addEventListener('mousedown', onPress);
document.addEventListener('exchanged', show);
